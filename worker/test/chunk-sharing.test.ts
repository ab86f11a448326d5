import { expect, test } from 'vitest'
import type { ConvertOptions, EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { planEdit } from '../src/plan/plan-edit.ts'
import { chunkHash, pictureGraph } from '../src/tools/chunk-graph.ts'
import { planChunks, type Chunk } from '../src/tools/chunk-plan.ts'
import { avatarKey, type FramePlates } from '../src/tools/frame-plates.ts'
import { madeUpMeeting } from './made-up-meeting.ts'

const highlights = [700, 1900, 2900].map(start => ({ start, end: start + 12, text: 'A decision' }))

test('after the tight version of an hour the catch-up has nothing left to render', () => {
  const tight = chunksOf({})
  const catchUp = chunksOf({ length: 'catch-up' })
  expect(catchUp.length).toBeGreaterThan(6)
  expect(newOnes(catchUp, tight)).toEqual([])
})

test('undoing any one cut of an hour renders one chunk again, two where it lies on a border: less than 5 % of the video', () => {
  const tight = chunksOf({})
  const total = framesOf(tight)
  const { cuts } = planOf({})
  expect(cuts.length).toBeGreaterThan(50)
  for (const cut of cuts.filter((_, index) => index % 15 === 0)) {
    const again = newOnes(chunksOf({ undo: [cut.span] }), tight)
    expect(again.length).toBeGreaterThan(0)
    expect(again.length).toBeLessThanOrEqual(2)
    expect(framesOf(again) / total).toBeLessThan(0.05)
  }
})

test('a cut by hand renders only the chunks it lies in', () => {
  const again = newOnes(chunksOf({ cutOut: [{ start: 1000, end: 1004 }] }), chunksOf({}))
  expect(again.length).toBeGreaterThan(0)
  expect(again.length).toBeLessThanOrEqual(2)
})

test('the full length shares every chunk in which the tight one has no cut', () => {
  const cells = planChunks(planOf({ length: 'full' })).map(({ pieces }) => pieces)
  const uncut = planChunks(planOf({})).filter(({ pieces }) => cells.some(cell => JSON.stringify(cell) === JSON.stringify(pieces)))
  const full = chunksOf({ length: 'full' })
  expect(uncut.length).toBeGreaterThan(0)
  expect(full.length - newOnes(full, chunksOf({})).length).toBe(uncut.length)
})

test('chunks are whole cells of the source, 5 to 70 s long apart from those that the lengths share', () => {
  const plan = planOf({ length: 'full' })
  const chunks = planChunks(plan)
  expect(chunks.flatMap(({ pieces }) => pieces)[0]!.start).toBe(0)
  expect(chunks.at(-1)!.pieces.at(-1)!.end).toBe(plan.sourceFrames)
  for (const { frames } of chunks) expect(frames / 25).toBeLessThan(70)
  const borders = new Set(plan.chunkBorders)
  for (const { pieces, frames } of chunks) if (!borders.has(pieces[0]!.start) && !borders.has(pieces.at(-1)!.end)) expect(frames / 25).toBeGreaterThan(11)
})

test('a short video is not parted for a catch-up', () => {
  expect(planEdit(madeUpMeeting({ minutes: 5 })).chunkBorders).toEqual([])
})

function planOf(options: Partial<ConvertOptions>): EditPlan {
  return planEdit(madeUpMeeting({ minutes: 60, notes: { highlights }, options }))
}

interface NamedChunk { name: string; frames: number }

/** Each chunk by the hash of its graph, as the renderer names it. */
function chunksOf(options: Partial<ConvertOptions>): NamedChunk[] {
  const plan = planOf(options)
  return planChunks(plan).map(chunk => ({ name: nameOf(plan, chunk), frames: chunk.frames }))
}

function nameOf(plan: EditPlan, chunk: Chunk): string {
  const plate = (name: string) => ({ path: name, width: 100, height: 40 })
  const plates: FramePlates = {
    canvas: plate('canvas'), corners: ['a', 'b', 'c', 'd'].map(plate), ring: plate('ring'), bubbleMask: plate('mask'),
    avatars: new Map(plan.bubble.flatMap(({ show }) => show.kind === 'initials' ? [[avatarKey(show.text, show.colour), plate(show.text)]] : [])),
    names: new Map(plan.bubble.flatMap(({ speaker }) => speaker === null ? [] : [[speaker, plate(speaker)]])),
  }
  const { inputs, graph } = pictureGraph({ sourcePath: 'source.mp4', streamIndex: 0, sourceMatrix: null, plan, chunk, plates, captions: null })
  return chunkHash([inputs, graph, chunk.frames])
}

function newOnes(chunks: NamedChunk[], before: NamedChunk[]): NamedChunk[] {
  const names = new Set(before.map(({ name }) => name))
  return chunks.filter(({ name }) => !names.has(name))
}

function framesOf(chunks: NamedChunk[]): number {
  return chunks.reduce((sum, { frames }) => sum + frames, 0)
}
