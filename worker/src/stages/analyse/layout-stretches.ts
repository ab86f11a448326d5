import type { Box } from '@f2l/common/contracts/edit-plan.ts'
import type { Span } from '@f2l/common/contracts/span.ts'
import type { FaceTrack } from '../../plan/facts.ts'
import { isLong } from '../../plan/long-recording.ts'
import type { Picture } from '../../tools/face-detector.ts'
import type { FfmpegTools } from '../../tools/ffmpeg.ts'
import type { PacketList } from '../../tools/packet-list.ts'
import type { PictureAlbum } from '../../tools/picture-album.ts'
import { runLimited } from '../../tools/run-limited.ts'
import { longestGap, picturesBetween, picturesPerSecond } from './between-looks.ts'
import { makeChangesAtEnd, type ChangesAtEnd } from './coded-change.ts'
import { layoutAt } from './layouts.ts'
import type { KeptPicture } from './same-person.ts'

export interface StretchesInput {
  path: string
  streamIndex: number
  /** Of the picture. */
  packets: PacketList
  durationSeconds: number
  layouts: FaceTrack[][]
  /** Every picture that was looked at, small, ascending. */
  looks: KeptPicture[]
  /** Pictures between them, of the same size. */
  album: PictureAlbum
}
export interface StretchesContext { tools: FfmpegTools; signal: AbortSignal }

/** A stretch of the recording in one layout; −1 where none of the known faces is to be seen, or it is not known which. */
export interface Stretch extends Span { layout: number }

/** Once the picture has been clearly that of the second look for so long, the rest up to there is not decoded. */
const arrivedSeconds = 0.5
/** Seconds of the recording that may be decoded to find changes. */
const mostRefined = (durationSeconds: number): number => 60 + 0.15 * durationSeconds
/** Where the tiles of one layout stand, the other one shows something clearly else (mean difference of 0..255). */
const leastChange = 10

/** More decoders at a time would only fill memory. */
const atOnce = (input: StretchesInput): number => isLong(input) ? 1 : 2

/**
 * When the recording is in which layout. Looks lie seconds apart; where two neighbours differ, the pictures
 * between them tell the frame. Where they cannot, the time between the looks belongs to no layout.
 */
export async function layoutStretches(input: StretchesInput, context: StretchesContext): Promise<Stretch[]> {
  const gaps = changingGaps(input)
  const changesAtEnd = makeChangesAtEnd(input.packets)
  const changes: (number | 'unknown')[] = []
  await runLimited(gaps.map((gap, index) => ({
    weight: 1, work: async ({ signal }) => { changes[index] = gap.isSearched ? await findChange(gap, changesAtEnd, input, { ...context, signal }) : 'unknown' },
  })), atOnce(input), context.signal, () => undefined)
  const stretches: Stretch[] = [{ start: 0, end: input.durationSeconds, layout: gaps[0]?.from ?? layoutsOfLooks(input)[0] ?? -1 }]
  const begin = (start: number, layout: number): void => {
    stretches.at(-1)!.end = start
    stretches.push({ start, end: input.durationSeconds, layout })
  }
  for (const [index, { first, last, to }] of gaps.entries()) {
    const change = changes[index]!
    if (change === 'unknown') begin(first.at, -1)
    begin(change === 'unknown' ? last.at : change, to)
  }
  return stretches.filter(({ start, end }) => end > start)
}

/** Two looks one after the other between which the layout changes. */
interface Gap { first: KeptPicture; last: KeptPicture; from: number; to: number; points: number[]; /** Not too long, and not too many before it. */ isSearched: boolean }

function changingGaps(input: StretchesInput): Gap[] {
  const { looks, layouts, durationSeconds } = input
  const ids = layoutsOfLooks(input)
  const gaps: Gap[] = []
  let left = mostRefined(durationSeconds)
  let from = ids[0] ?? -1
  for (let i = 0; i + 1 < looks.length; i++) {
    const [first, last, to] = [looks[i]!, looks[i + 1]!, ids[i + 1]!]
    if (to === from) continue
    const points = pointsIn(boxesOf(layouts, [from, to]), first.scale, first.picture)
    // Faces were missed or taken for others, the picture is the same.
    if (difference(first.picture, last.picture, points) < leastChange) continue
    const seconds = last.at - first.at
    const isSearched = seconds <= Math.min(longestGap, left)
    if (isSearched) left -= seconds
    gaps.push({ first, last, from, to, points, isSearched })
    from = to
  }
  return gaps
}

function layoutsOfLooks({ looks, layouts }: StretchesInput): number[] {
  return withoutMisses(layoutAt(looks.map(({ at }) => at), layouts))
}

function boxesOf(layouts: FaceTrack[][], chosen: number[]): Box[] {
  return chosen.flatMap(index => layouts[index] ?? []).map(({ tile, sightings }) => tile ?? sightings[0]!.face)
}

/** One look at which all faces were missed between two of the same layout is no change. */
function withoutMisses(ids: number[]): number[] {
  return ids.map((id, index) => id < 0 && index > 0 && ids[index - 1] === ids[index + 1] ? ids[index - 1]! : id)
}

async function findChange(gap: Gap, changesAtEnd: ChangesAtEnd, { path, streamIndex, album }: StretchesInput, context: StretchesContext): Promise<number | 'unknown'> {
  const { width, height } = gap.first.picture
  const { start, end } = await narrowed(gap, album)
  if (changesAtEnd({ start, end }, step ** 2 * gap.points.length / (width * height))) return end
  const clearly = difference(gap.first.picture, gap.last.picture, gap.points) / 2
  const likeness: number[] = []
  let arrived = 0
  for await (const picture of picturesBetween({ start, end }, { path, streamIndex, size: { width, height } }, context)) {
    likeness.push(likenessIn(gap, picture))
    arrived = likeness.at(-1)! > clearly ? arrived + 1 : 0
    if (arrived >= arrivedSeconds * picturesPerSecond) break
  }
  return likeness.length === 0 ? 'unknown' : Math.min(end, start + splitBetween(likeness) / picturesPerSecond)
}

/** Key pictures between the two looks are there already: the change lies between two of them. */
async function narrowed(gap: Gap, album: PictureAlbum): Promise<Span> {
  const inside = album.times.flatMap((at, index) => at > gap.first.at && at < gap.last.at ? [{ at, index }] : [])
  const likeness: number[] = []
  for (const { index } of inside) likeness.push(likenessIn(gap, await album.read(index)))
  const split = splitBetween(likeness)
  return { start: inside[split - 1]?.at ?? gap.first.at, end: inside[split]?.at ?? gap.last.at }
}

/** Above 0: more like the second look than like the first. */
function likenessIn({ first, last, points }: Gap, picture: Picture): number {
  return difference(picture, first.picture, points) - difference(picture, last.picture, points)
}

/** Every second point of every second row tells as much as all of them. */
const step = 2

/** Places in the list of colours, three a point. */
function pointsIn(boxes: Box[], scale: number, { width, height }: { width: number; height: number }): number[] {
  const places = new Set<number>()
  for (const box of boxes) {
    for (let y = Math.floor(box.y * scale); y < Math.min(height, (box.y + box.height) * scale); y += step) {
      for (let x = Math.floor(box.x * scale); x < Math.min(width, (box.x + box.width) * scale); x += step) places.add(3 * (y * width + x))
    }
  }
  return [...places]
}

/** Where pictures stop being like the first one (values below 0) and are like the last one from then on. */
function splitBetween(likeness: number[]): number {
  let sum = 0
  let least = 0
  let split = 0
  for (const [index, value] of likeness.entries()) {
    sum += value
    if (sum < least) [least, split] = [sum, index + 1]
  }
  return split
}

function difference(one: Picture, other: Picture, points: number[]): number {
  let sum = 0
  for (const at of points) {
    for (let c = 0; c < 3; c++) sum += Math.abs(one.rgb[at + c]! - other.rgb[at + c]!)
  }
  return sum / Math.max(1, 3 * points.length)
}
