import { fileURLToPath } from 'node:url'
import type { ConvertOptions } from '@f2l/common/contracts/edit-plan.ts'
import type { Cue } from '@f2l/common/contracts/transcript.ts'

/** One kind of recording or look: how a short clip of it is made from the sample meeting, and which moment of the result is shown. */
export interface GalleryKind {
  name: string
  /** For the list beside the pictures. */
  says: string
  /** Seconds of the sample meeting. */
  from: number
  seconds: number
  /** Picture of the clip, from `[0:v]` to `[v]`; 'sound': none; 'meeting': no clip, but these seconds of the whole meeting, whose people are known from all of it. */
  source: string
  options: Partial<ConvertOptions>
  /** Second of the result that is shown. */
  showAt: number
  /** Other words for the longest thing that is said. */
  words?: string
}

/** Where things are in the sample meeting: the shared screen and, top to bottom, the tiles beside it. */
const screen = 'crop=960:540:14:82'
const tile = (index: number): string => `crop=268:150:994:${40 + 163 * index}`
/** Callum Hart alone, from the gallery. */
const callum = 'crop=592:332:14:374'

export const galleryKinds: GalleryKind[] = [
  { name: 'title-card', says: 'the title card, first seconds of every video', from: 16, seconds: 8, source: 'meeting', options: {}, showAt: 1 },
  { name: 'shared-screen', says: 'a shared screen with cameras beside it: framed, the speaker in the bubble', from: 16, seconds: 12, source: 'meeting', options: {}, showAt: 6 },
  { name: 'gallery-view', says: 'gallery view: the bubble shows who of the four speaks', from: 2, seconds: 4, source: 'meeting', options: {}, showAt: 3.6 },
  { name: 'speaker-view', says: 'speaker view: the picture already is the face, so there is no bubble', from: 58.6, seconds: 7.6, source: `[0:v]${callum},scale=1280:720:flags=lanczos[v]`, options: {}, showAt: 5 },
  { name: 'screen-with-inset', says: 'a screen recording with one camera in its corner', from: 16, seconds: 10, source: `[0:v]split[a][b];[a]${screen},scale=1280:720:flags=lanczos[s];[b]${tile(3)},scale=268:150[t];[s][t]overlay=992:550[v]`, options: {}, showAt: 6 },
  { name: 'cameras-off', says: 'all cameras off: initials', from: 16, seconds: 12, source: `[0:v]${screen},scale=1280:720:flags=lanczos[v]`, options: {}, showAt: 6 },
  { name: 'sound-only', says: 'sound without a picture: everybody\'s initials, the speaker\'s alight, and the sound as a wave', from: 16, seconds: 16, source: 'sound', options: {}, showAt: 6 },
  { name: 'portrait-phone', says: 'a portrait video from a phone', from: 58.6, seconds: 7.6, source: '[0:v]crop=184:326:228:376,scale=720:1280:flags=lanczos[v]', options: {}, showAt: 5 },
  { name: 'plain', says: 'the plain look: the meeting picture alone', from: 16, seconds: 8, source: 'meeting', options: { look: 'plain' }, showAt: 5 },
  { name: 'captions', says: 'burnt captions: two lines at most', from: 26.4, seconds: 9, source: 'meeting', options: { captions: 'burned' }, showAt: 6.5 },
  { name: 'captions-right-to-left', says: 'burnt captions in a script written from right to left', from: 26.4, seconds: 9, source: 'meeting', options: { captions: 'burned' }, showAt: 6.5,
    words: 'טוב, יש לנו חצי שעה עד הפגישה הבאה, אז כל אחד ילך עכשיו לעבוד על החלק שלו, ואחר כך ניפגש שוב.' },
]

/** What is said in the clip of this kind, in its own seconds. */
export function cuesOf({ from, seconds }: GalleryKind, cues: Cue[]): Cue[] {
  return cues.filter(({ start, end }) => end > from + 0.3 && start < from + seconds - 0.3)
    .map(cue => ({ ...cue, start: Math.max(0, cue.start - from), end: Math.min(seconds, cue.end - from) }))
}

/** The cues; where the kind has words of its own, the longest one within its seconds with these. */
export function withWords({ from, seconds, words }: GalleryKind, cues: Cue[]): Cue[] {
  const within = ({ start, end }: Cue): number => Math.min(end, from + seconds) - Math.max(start, from)
  const longest = cues.toSorted((a, b) => within(b) - within(a))[0]
  return words === undefined || !longest ? cues : [{ start: longest.start, end: longest.end, speaker: longest.speaker, text: words }]
}

export const samplePath = (end: string): string => fileURLToPath(new URL(`../demo/media/sample-meeting.${end}`, import.meta.url))
