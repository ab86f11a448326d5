import type { RecordingEdit } from '@f2l/common/contracts/api.ts'
import type { editor } from '../words/en-editor.ts'

export type BackgroundName = keyof typeof editor.backgrounds
type Background = NonNullable<RecordingEdit['background']>

const presets: Partial<Record<BackgroundName, Background>> = {
  dawn: { from: '#ffe3d3', to: '#f7b7c5' }, meadow: { from: '#e2f4e4', to: '#b6dcc3' }, sky: { from: '#d9efff', to: '#a9cdf5' }, lilac: { from: '#ece4ff', to: '#c7b8f0' },
  sand: { from: '#f6eee0', to: '#e2d2b3' }, night: { from: '#26304f', to: '#10162b' }, graphite: { from: '#3a3d46', to: '#17181d' },
}
/** As the product has it, for showing only: it stays null. */
const usual: Background = { from: '#eef1f8', to: '#cfd8ea' }

export const backgroundNames: readonly BackgroundName[] = ['usual', ...Object.keys(presets) as BackgroundName[], 'own']

export function nameOfBackground(background: RecordingEdit['background']): BackgroundName {
  if (background === null) return 'usual'
  return backgroundNames.find(name => presets[name]?.from === background.from.toLowerCase() && presets[name].to === background.to.toLowerCase()) ?? 'own'
}

/** The background of that name; one's own begins with the colours that are there. */
export function backgroundOf(name: BackgroundName, before: RecordingEdit['background']): RecordingEdit['background'] {
  if (name === 'usual') return null
  if (name !== 'own') return presets[name]!
  const { from, to } = before ?? usual
  // A hair off a preset, so that it is one's own.
  return nameOfBackground({ from, to }) === 'own' ? { from, to } : { from: nudged(from), to }
}

export function shownColours(name: BackgroundName, background: RecordingEdit['background']): Background {
  return name === 'own' ? background ?? usual : presets[name] ?? usual
}

function nudged(colour: string): string {
  const blue = Number.parseInt(colour.slice(5), 16)
  return `${colour.slice(0, 5)}${(blue === 255 ? 254 : blue + 1).toString(16).padStart(2, '0')}`
}
