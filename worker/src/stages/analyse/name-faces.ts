import type { Box } from '@f2l/common/contracts/edit-plan.ts'
import type { Picture } from '../../tools/face-detector.ts'
import type { FfmpegTools } from '../../tools/ffmpeg.ts'
import { readBursts } from '../../tools/picture-burst.ts'
import { loadTextReader, type TextReader } from '../../tools/text-reader.ts'
import { facesOfSpeakers } from './assign-faces.ts'
import { speakerOnLabel } from './label-names.ts'
import { labelPlaces, letterScale } from './label-places.ts'
import { labelVotes, type Named } from './label-votes.ts'
import type { OpenFaces, OpenLayout, OpenTile } from './open-faces.ts'

export interface NamesInput { path: string; streamIndex: number; width: number; height: number; open: OpenFaces }
export interface NamesContext { tools: FfmpegTools; signal: AbortSignal; report(fraction: number): void }

/** Pictures of each layout, and looks into a tile's edge in all: a look costs 0.1 s. */
const mostPictures = 2
const mostLooks = 16
/** Letters are large enough in pictures of this width. */
const mostWidth = 1920
/** Decoding one picture; the second one of a burst would be a tenth of a second later. */
const oneBurst = { seconds: 0.1, picturesPerSecond: 10 }
const leastSureness = 0.6

/**
 * Reads the names that meeting tools write on camera tiles, where it is not sure whose they are.
 * @returns speaker → faces, the names added to all that was known before
 */
export async function nameFaces({ open, ...source }: NamesInput, context: NamesContext): Promise<Record<string, number[]>> {
  const reader = await loadTextReader()
  try {
    const budget = { looks: mostLooks }
    const named: Named[] = []
    for (const [index, layout] of open.layouts.entries()) {
      named.push(...await readLayout(reader, layout, open.speakers, { source, budget, context }))
      context.report((index + 1) / open.layouts.length)
    }
    const layouts = open.layouts.map(({ faces }) => faces)
    const fromLabels = labelVotes(named, layouts, open.links)
    return facesOfSpeakers(open.speakers, layouts, (speaker, face) => open.votes[speaker]![face]! + fromLabels(speaker, face))
  } finally {
    await reader.release()
  }
}

interface Reading { source: Omit<NamesInput, 'open'>; budget: { looks: number }; context: NamesContext }

/** The open tiles first; then those of people whose name stood on one of them: two may have one name. */
async function readLayout(reader: TextReader, { tiles }: OpenLayout, speakers: string[], reading: Reading): Promise<Named[]> {
  const named = await readTiles(reader, tiles.filter(({ owner }) => owner === null), speakers, reading)
  const contested = tiles.filter(({ owner }) => named.some(({ speaker }) => speaker === owner))
  return [...named, ...await readTiles(reader, contested, speakers, reading)]
}

async function readTiles(reader: TextReader, tiles: OpenTile[], speakers: string[], { source, budget, context }: Reading): Promise<Named[]> {
  const named: Named[] = []
  const read: number[] = []
  for (let count = 0; count < mostPictures; count++) {
    const left = tiles.filter(({ face }) => named.every(other => other.face !== face))
    const at = bestTime(left, read)
    if (at === null || budget.looks <= 0) break
    read.push(at)
    const shot = await readShot(source, at, context)
    for (const { face, tile } of left.filter(({ times }) => times.includes(at))) {
      const speaker = shot && await readTile(reader, shot, tile, speakers, budget)
      if (speaker) named.push({ face, speaker })
    }
  }
  return named
}

/** When most of these tiles are to be seen; of equal times the one in the middle, far from changes of the layout. */
function bestTime(tiles: OpenTile[], without: number[]): number | null {
  const times = [...new Set(tiles.flatMap(tile => tile.times))].filter(at => !without.includes(at)).sort((a, b) => a - b)
  const count = (at: number): number => tiles.filter(tile => tile.times.includes(at)).length
  const most = Math.max(...times.map(count))
  const best = times.filter(at => count(at) === most)
  return best[best.length >> 1] ?? null
}

interface Shot { picture: Picture; /** From the source's points to the picture's. */ scale: number }

async function readShot({ path, streamIndex, width, height }: Reading['source'], at: number, { tools, signal }: NamesContext): Promise<Shot | null> {
  const scale = Math.min(1, mostWidth / width)
  const size = { width: Math.round(width * scale), height: Math.round(height * scale) }
  const [burst] = await readBursts(tools, [at], { path, streamIndex, ...oneBurst, ...size, decoded: 'all', signal })
  return burst ? { picture: burst.last, scale } : null
}

/** The speaker whose name stands at the lower or upper edge of a tile; null where it is nobody's or may be two people's. */
async function readTile(reader: TextReader, { picture, scale }: Shot, tile: Box, speakers: string[], budget: { looks: number }): Promise<string | null> {
  const box = { x: tile.x * scale, y: tile.y * scale, width: tile.width * scale, height: tile.height * scale }
  for (const place of labelPlaces(box, picture.height)) {
    if (budget.looks-- <= 0) return null
    const lines = (await reader.read(picture, place, letterScale(box, picture.height))).filter(({ sureness }) => sureness >= leastSureness).map(({ text }) => text)
    const found = new Set([...lines, lines.join(' ')].flatMap(text => speakerOnLabel(text, speakers) ?? []))
    if (found.size === 1) return [...found][0]!
  }
  return null
}
