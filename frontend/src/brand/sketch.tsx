import type { VideoStyle } from '@f2l/common/contracts/video-style.ts'
import { createUniqueId, For, Show, type JSX } from 'solid-js'
import { day } from '../format/date.ts'
import { locale, words } from '../words/words.ts'
import { barOn, isDark, lettersOn, lettersOver, productColours, veilOn } from './contrast.ts'
import styles from './sketch.module.css'
import { bubbleBox, captionPlace, cornerRadius, picture } from './sketch-geometry.ts'

/** What a video of this style will look like: drawn with the worker's figures, but by this page. */
export function Sketches(props: { style: VideoStyle; logo: string | null; children: JSX.Element }) {
  return (
    <figure class={styles['sketches']} aria-label={words.brand.sketch}>
      <div class={styles['pair']}>
        <Stage label={words.brand.sketchCard} style={props.style}><TitleCard style={props.style} logo={props.style.logo === 'on' ? props.logo : null} /></Stage>
        <Stage label={words.brand.sketchPicture} style={props.style}><Meeting style={props.style} /></Stage>
      </div>
      <figcaption class={styles['hint']}><span>{words.brand.sketchHint}</span>{props.children}</figcaption>
    </figure>
  )
}

function Stage(props: { label: string; style: VideoStyle; children: JSX.Element }) {
  const id = createUniqueId()
  return (
    <div class={styles['one']} role="img" aria-labelledby={id}>
      <div class={styles['stage']}><div class={styles['ground']} style={{ background: `linear-gradient(135deg, ${groundOf(props.style).from}, ${groundOf(props.style).to})` }}>{props.children}</div></div>
      <span id={id} class={styles['label']}>{props.label}</span>
    </div>
  )
}

function TitleCard(props: { style: VideoStyle; logo: string | null }) {
  const ground = () => groundOf(props.style)
  return (
    <div class={styles['card']} classList={{ [styles['onDark'] ?? '']: isDark(ground()) }} style={{ 'color': lettersOn(ground()), 'background-color': veilOn(ground()) ?? 'transparent' }}>
      <Show when={props.logo}>{url => <img class={styles['logo']} src={url()} alt="" />}</Show>
      <div class={styles['bar']} style={{ background: barOn(ground(), props.style.accent) }} />
      <p class={styles['title']}>{words.brand.sampleTitle}</p>
      <p class={styles['when']}>{day(new Date().toISOString(), locale)}</p>
      <div class={styles['people']}>
        <For each={words.brand.samplePeople}>{(name, n) => <span class={styles['chip']}><i style={initialsStyle(props.style, n())}>{words.brand.sampleInitials[n()]}</i><b>{name}</b></span>}</For>
      </div>
    </div>
  )
}

function Meeting(props: { style: VideoStyle }) {
  const isPlain = () => props.style.look === 'plain'
  return (
    <>
      <div class={styles['picture']} style={isPlain() ? { inset: '0' } : { ...placed(picture), 'border-radius': pixels(cornerRadius) }} classList={{ [styles['raised'] ?? '']: !isPlain() }}>
        <SharedScreen />
      </div>
      <Show when={!isPlain() && props.style.bubble !== 'none'}><Bubble style={props.style} /></Show>
      <Show when={props.style.captions === 'burned'}><Caption style={props.style} /></Show>
    </>
  )
}

function Bubble(props: { style: VideoStyle }) {
  const box = () => bubbleBox(props.style)
  return (
    <div class={styles['bubble']} style={{ ...placed(box()), ...initialsStyle(props.style, 0), 'border-width': pixels(Math.max(2, box().width * 0.022)), 'font-size': pixels(box().width * 0.36) }}>
      <Show when={props.style.bubble === 'auto'} fallback={words.brand.sampleInitials[0]}><Face /></Show>
    </div>
  )
}

function Caption(props: { style: VideoStyle }) {
  const place = () => captionPlace(props.style)
  return (
    <p class={styles['caption']} style={{ 'left': pixels(place().left), 'right': pixels(place().right), 'bottom': pixels(place().bottom), 'font-size': pixels(place().size) }}>
      <span class={styles[props.style.captionStyle]}>{words.brand.sampleCaption}</span>
    </p>
  )
}

/** A slide in a meeting window, with a camera beside it. */
function SharedScreen() {
  return (
    <svg class={styles['screen']} viewBox="0 0 1120 630" preserveAspectRatio="none">
      <rect width="1120" height="630" fill="#22242c" />
      <rect x="24" y="24" width="850" height="582" rx="10" fill="#fff" />
      <rect x="74" y="80" width="420" height="34" rx="8" fill="#3b4252" />
      <g fill="#c9cfdb"><rect x="74" y="146" width="620" height="16" rx="8" /><rect x="74" y="182" width="560" height="16" rx="8" /><rect x="74" y="218" width="600" height="16" rx="8" /></g>
      <g fill="#8fa3d9"><rect x="90" y="430" width="90" height="120" /><rect x="220" y="370" width="90" height="180" /><rect x="350" y="310" width="90" height="240" /><rect x="480" y="400" width="90" height="150" /><rect x="610" y="280" width="90" height="270" /></g>
      <rect x="898" y="24" width="198" height="140" rx="10" fill="#4a5266" />
      <rect x="898" y="184" width="198" height="140" rx="10" fill="#3c4356" />
    </svg>
  )
}

function Face() {
  return (
    <svg class={styles['face']} viewBox="0 0 100 100">
      <rect width="100" height="100" fill="#b9c4d6" />
      <path d="M14 100c0-24 16-34 36-34s36 10 36 34z" fill="#43506b" />
      <rect x="41" y="52" width="18" height="20" rx="8" fill="#d9a07c" />
      <ellipse cx="50" cy="42" rx="19" ry="23" fill="#e8b48f" />
      <path d="M30 40c-2-20 10-27 21-27s22 8 19 27c-3-10-9-15-19-15s-18 4-21 15z" fill="#4b3326" />
    </svg>
  )
}

/** The first speaker has the accent; the others have colours by their names. */
function initialsStyle({ accent }: VideoStyle, n: number): JSX.CSSProperties {
  const colour = n === 0 ? accent ?? '#6d28d9' : '#0f766e'
  return { background: colour, color: lettersOver(colour) }
}

function groundOf({ background }: VideoStyle): { from: string; to: string } {
  return background ?? productColours.background
}

function placed({ x, y, width, height }: { x: number; y: number; width: number; height: number }): JSX.CSSProperties {
  return { left: pixels(x), top: pixels(y), width: pixels(width), height: pixels(height) }
}

/** Pixels of a stage 1280 wide, whatever its width here. */
function pixels(value: number): string {
  return `${value / 12.8}cqw`
}
