import type { VideoStyle } from '@f2l/common/contracts/video-style.ts'
import { createSignal, For, Show } from 'solid-js'
import { ColourField, SwatchField, type Swatch } from '../ui/choice-field.tsx'
import { Notice } from '../ui/notice.tsx'
import styles from './brand.module.css'
import { contrastProblems, productColours, type ContrastProblem } from './contrast.ts'
import { words } from '../words/words.ts'

type Background = NonNullable<VideoStyle['background']>

const backgrounds: Record<Exclude<keyof typeof words.brand.backgrounds, 'product'>, Background> = {
  night: { from: '#1e293b', to: '#0b1120' }, violet: { from: '#312e81', to: '#6d28d9' }, forest: { from: '#0f3d33', to: '#1c6b52' },
  sand: { from: '#f7f1e5', to: '#e3d2b5' }, rose: { from: '#fdf0f2', to: '#f2c4cf' }, graphite: { from: '#2b2b30', to: '#4a4a52' },
}
const accents: Record<Exclude<keyof typeof words.brand.accents, 'product'>, string> = { teal: '#0f766e', pink: '#be185d', amber: '#b45309', green: '#15803d', ink: '#1f2937' }
const hints: Record<ContrastProblem, 'paleLetters' | 'paleInitials' | 'paleBar'> = { letters: 'paleLetters', initials: 'paleInitials', bar: 'paleBar' }
const own = 'own'

/** Background and accent; says where letters would be hard to read. */
export function ColourChoices(props: { style: VideoStyle; onChange: (part: Partial<VideoStyle>) => void }) {
  return (
    <>
      <BackgroundField background={props.style.background} onChange={background => props.onChange({ background })} />
      <div>
        <AccentField accent={props.style.accent} onChange={accent => props.onChange({ accent })} />
        <div class={styles['hints']} role="status">
          <For each={contrastProblems(props.style)}>{problem => <Notice tone="warn">{words.brand[hints[problem]]}</Notice>}</For>
        </div>
      </div>
    </>
  )
}

function BackgroundField(props: { background: Background | null; onChange: (background: Background | null) => void }) {
  const [wantsOwn, setWantsOwn] = createSignal(false)
  const shown = () => props.background ?? productColours.background
  const preset = () => Object.entries(backgrounds).find(([, { from, to }]) => from === props.background?.from && to === props.background.to)?.[0]
  const value = () => wantsOwn() ? own : props.background === null ? 'product' : preset() ?? own
  const swatches = (): Swatch[] => [
    { value: 'product', label: words.brand.backgrounds.product, paint: gradient(productColours.background) },
    ...Object.entries(backgrounds).map(([name, colours]) => ({ value: name, label: words.brand.backgrounds[name as keyof typeof backgrounds], paint: gradient(colours) })),
    { value: own, label: words.brand.own, paint: value() === own ? gradient(shown()) : rainbow },
  ]
  const choose = (name: string): void => {
    setWantsOwn(name === own)
    if (name === own) props.onChange({ ...shown() })
    else props.onChange(name === 'product' ? null : backgrounds[name as keyof typeof backgrounds])
  }
  return (
    <SwatchField legend={words.brand.background} value={value()} swatches={swatches()} onChoose={choose}>
      <Show when={value() === own}>
        <div class={styles['own']}>
          <ColourField label={words.brand.from} value={shown().from} onInput={from => props.onChange({ ...shown(), from })} />
          <ColourField label={words.brand.to} value={shown().to} onInput={to => props.onChange({ ...shown(), to })} />
        </div>
      </Show>
    </SwatchField>
  )
}

function AccentField(props: { accent: string | null; onChange: (accent: string | null) => void }) {
  const [wantsOwn, setWantsOwn] = createSignal(false)
  const shown = () => props.accent ?? productColours.accent
  const preset = () => Object.entries(accents).find(([, colour]) => colour === props.accent)?.[0]
  const value = () => wantsOwn() ? own : props.accent === null ? 'product' : preset() ?? own
  const swatches = (): Swatch[] => [
    { value: 'product', label: words.brand.accents.product, paint: productColours.accent },
    ...Object.entries(accents).map(([name, paint]) => ({ value: name, label: words.brand.accents[name as keyof typeof accents], paint })),
    { value: own, label: words.brand.ownOne, paint: value() === own ? shown() : rainbow },
  ]
  const choose = (name: string): void => {
    setWantsOwn(name === own)
    if (name === own) props.onChange(shown())
    else props.onChange(name === 'product' ? null : accents[name as keyof typeof accents])
  }
  return (
    <SwatchField legend={words.brand.accent} value={value()} swatches={swatches()} hint={words.brand.accentHint} onChoose={choose}>
      <Show when={value() === own}><div class={styles['own']}><ColourField label={words.brand.accentColour} value={shown()} onInput={accent => props.onChange(accent)} /></div></Show>
    </SwatchField>
  )
}

const rainbow = 'conic-gradient(#e5484d, #f5a524, #30a46c, #3b82f6, #8e4ec6, #e5484d)'

function gradient({ from, to }: Background): string {
  return `linear-gradient(135deg, ${from}, ${to})`
}
