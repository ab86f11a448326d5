import type { Box } from '@f2l/common/contracts/edit-plan.ts'
import type { Span } from '@f2l/common/contracts/span.ts'

export type View = 'gallery' | 'row' | 'pinned' | 'speaker' | 'side' | 'left' | 'below' | 'inset' | 'inset-follows' | 'solo'

/** Where the tool writes names: bare letters have no box behind them. */
export type LabelStyle = 'lower-left' | 'lower-left-bare' | 'lower-middle' | 'upper-left'

/** How a meeting was recorded: which view when, and what the meeting tool draws into it. */
export interface Meeting {
  name: string
  width: number
  height: number
  views: { view: View; start: number }[]
  /** The tool frames the tile of whoever speaks. */
  hasFrames: boolean
  hasLabels: boolean
  /** What the labels say, person by person; their names when absent. */
  labelTexts?: string[]
  /** In a box at the lower left when absent. */
  labelStyle?: LabelStyle
  /** Everybody's head and mouth move all the time, whoever speaks: mouths tell nothing. */
  isRestless?: boolean
  /** Index of the person without a camera. */
  cameraOff: number | null
  /** Whose tile comes first, second …; as they are numbered when absent. */
  order?: number[]
  /** Second of the spoken meeting with which this one begins; what lies before comes last. A moment of silence. */
  beginsAt?: number
}

/** A person's tile in the picture, while it is there. */
export interface Placed { person: number; box: Box; spans: Span[]; hasCamera: boolean; isBig: boolean }

const all = (view: View): Meeting['views'] => [{ view, start: 0 }]

export const meetings: Meeting[] = [
  { name: 'gallery-frames-labels', width: 1280, height: 720, views: all('gallery'), hasFrames: true, hasLabels: true, cameraOff: null },
  { name: 'gallery-small-bare', width: 640, height: 360, views: all('gallery'), hasFrames: false, hasLabels: false, cameraOff: null },
  { name: 'gallery-one-camera-off', width: 1920, height: 1080, views: all('gallery'), hasFrames: false, hasLabels: true, cameraOff: 3 },
  { name: 'one-and-three', width: 1280, height: 720, views: all('pinned'), hasFrames: true, hasLabels: true, cameraOff: null },
  { name: 'speaker-and-filmstrip', width: 1280, height: 720, views: all('speaker'), hasFrames: false, hasLabels: true, cameraOff: null },
  { name: 'side-frames', width: 1280, height: 720, views: all('side'), hasFrames: true, hasLabels: true, cameraOff: null },
  { name: 'side-bare', width: 1920, height: 1080, views: all('side'), hasFrames: false, hasLabels: false, cameraOff: null },
  { name: 'side-camera-off', width: 1280, height: 720, views: all('side'), hasFrames: true, hasLabels: false, cameraOff: 1 },
  { name: 'one-inset', width: 1280, height: 720, views: all('inset'), hasFrames: false, hasLabels: true, cameraOff: null },
  { name: 'inset-follows', width: 1280, height: 720, views: all('inset-follows'), hasFrames: false, hasLabels: false, cameraOff: null },
  { name: 'changing-frames', width: 1280, height: 720, views: [{ view: 'gallery', start: 0 }, { view: 'side', start: 20.4 }, { view: 'solo', start: 52.8 }, { view: 'side', start: 63.2 }, { view: 'gallery', start: 78 }], hasFrames: true, hasLabels: true, cameraOff: null },
  { name: 'changing-bare', width: 1280, height: 720, views: [{ view: 'gallery', start: 0 }, { view: 'side', start: 30.4 }, { view: 'gallery', start: 70 }], hasFrames: false, hasLabels: false, cameraOff: null },
  // Nothing was tuned on these two: other sizes, places, order of people and begin.
  { name: 'row-then-left-bare', width: 960, height: 540, views: [{ view: 'row', start: 0 }, { view: 'left', start: 41.2 }], hasFrames: false, hasLabels: false, cameraOff: null, order: [2, 0, 3, 1], beginsAt: 32.5 },
  { name: 'below-and-speaker', width: 1600, height: 900, views: [{ view: 'below', start: 0 }, { view: 'speaker', start: 33.6 }, { view: 'below', start: 62 }], hasFrames: true, hasLabels: true, cameraOff: 2, order: [3, 1, 0, 2], beginsAt: 76.75 },
  // Only names tell who is who: nobody sits still, or tiles are too small for mouths.
  { name: 'gallery-restless-labels', width: 1280, height: 720, views: all('gallery'), hasFrames: false, hasLabels: true, labelTexts: ['Adam Reid (You)', 'Beth M.', 'callum', 'Lowe, Díana'], labelStyle: 'lower-left-bare', cameraOff: null, order: [1, 3, 0, 2], isRestless: true },
  { name: 'side-small-labels', width: 640, height: 360, views: all('side'), hasFrames: false, hasLabels: true, labelStyle: 'upper-left', cameraOff: null, order: [3, 0, 2, 1], isRestless: true },
  { name: 'row-then-left-labels', width: 960, height: 540, views: [{ view: 'row', start: 0 }, { view: 'left', start: 41.2 }], hasFrames: false, hasLabels: true, labelTexts: ['Adam Reid (Host)', 'Moore, Beth', 'Callum', 'Diana L.'], labelStyle: 'lower-middle', cameraOff: null, order: [2, 0, 3, 1], isRestless: true },
]

/** Sizes are of 1280 × 720. */
const galleryTiles = [0, 1, 2, 3].map((index): Box => ({ x: 12 + 634 * (index % 2), y: 6 + 356 * (index >> 1), width: 622, height: 350 }))
const sideTiles = [0, 1, 2, 3].map((index): Box => ({ x: 1000, y: 36 + 163 * index, width: 268, height: 151 }))
const rowTiles = [0, 1, 2, 3].map((index): Box => ({ x: 8 + 318 * index, y: 270, width: 310, height: 174 }))
const leftTiles = [0, 1, 2, 3].map((index): Box => ({ x: 10, y: 24 + 172 * index, width: 240, height: 135 }))
const belowTiles = [0, 1, 2, 3].map((index): Box => ({ x: 40 + 304 * index, y: 548, width: 288, height: 162 }))
const filmTiles = [0, 1, 2, 3].map((index): Box => ({ x: 168 + 240 * index, y: 8, width: 224, height: 126 }))
const pinnedTiles: Box[] = [{ x: 12, y: 84, width: 984, height: 553 }, ...[0, 1, 2].map((index): Box => ({ x: 1008, y: 148 + 156 * index, width: 260, height: 146 }))]
const speakerTile: Box = { x: 200, y: 150, width: 880, height: 495 }
const insetTile: Box = { x: 1010, y: 560, width: 256, height: 144 }
export const sharedScreens: { views: View[]; box: Box }[] = [
  { views: ['side'], box: { x: 12, y: 90, width: 976, height: 549 } },
  { views: ['left'], box: { x: 272, y: 80, width: 992, height: 558 } },
  { views: ['below'], box: { x: 176, y: 8, width: 928, height: 522 } },
  { views: ['inset', 'inset-follows'], box: { x: 0, y: 0, width: 1280, height: 720 } },
]

/** Where everybody is to be seen when. `active` says when the tool takes whom for the speaker. */
export function placementsOf({ views, width, cameraOff, order }: Meeting, active: Span[][], seconds: number): Placed[] {
  const scale = width / 1280
  return views.flatMap(({ view, start }, index) => {
    const span = { start, end: views[index + 1]?.start ?? seconds }
    return tilesIn(view, order ?? [0, 1, 2, 3]).flatMap(({ person, box, follows, isBig }) => {
      const spans = follows ? active[person]!.map(each => ({ start: Math.max(each.start, span.start), end: Math.min(each.end, span.end) })).filter(each => each.end > each.start) : [span]
      return [{ person, spans, isBig, box: scaledBox(box, scale), hasCamera: person !== cameraOff }]
    })
  })
}

interface TileOf { person: number; box: Box; follows: boolean; isBig: boolean }

function tilesIn(view: View, order: number[]): TileOf[] {
  const fixed = (boxes: Box[]): TileOf[] => boxes.map((box, index) => ({ person: order[index]!, box, follows: false, isBig: false }))
  const following = (box: Box, isBig: boolean): TileOf[] => [0, 1, 2, 3].map(person => ({ person, box, follows: true, isBig }))
  switch (view) {
    case 'gallery': return fixed(galleryTiles)
    case 'row': return fixed(rowTiles)
    case 'left': return fixed(leftTiles)
    case 'below': return fixed(belowTiles)
    case 'side': return fixed(sideTiles)
    case 'pinned': return fixed(pinnedTiles).map((tile, index) => ({ ...tile, isBig: index === 0 }))
    case 'speaker': return [...fixed(filmTiles), ...following(speakerTile, true)]
    case 'inset': return fixed([insetTile])
    case 'inset-follows': return following(insetTile, false)
    case 'solo': return following({ x: 0, y: 0, width: 1280, height: 720 }, true)
  }
}

/** Whom a meeting tool takes for the speaker: turns to who has spoken for half a second, and stays until somebody else has. */
export function activeSpeakers(turns: Span[][], seconds: number): Span[][] {
  const step = 0.1
  const spans: Span[][] = turns.map(() => [])
  let current = -1
  for (let at = 0; at < seconds; at += step) {
    const spoken = turns.findIndex(own => own.some(({ start, end }) => start <= at - 0.5 && end >= at))
    const isCurrentTalking = turns[current]?.some(({ start, end }) => start <= at && end >= at - 0.3)
    if (spoken >= 0 && spoken !== current && !isCurrentTalking) current = spoken
    if (current < 0) continue
    const last = spans[current]!.at(-1)
    if (last && last.end > at - 1.5 * step) last.end = at + step
    else spans[current]!.push({ start: at, end: at + step })
  }
  // Before anybody spoke the first one is shown.
  const first = spans.flat().sort((a, b) => a.start - b.start)[0]
  if (first) first.start = 0
  return spans
}

function scaledBox({ x, y, width, height }: Box, scale: number): Box {
  const even = (value: number): number => 2 * Math.round(value * scale / 2)
  return { x: even(x), y: even(y), width: even(width), height: even(height) }
}
