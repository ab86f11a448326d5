import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Box } from '@f2l/common/contracts/edit-plan.ts'
import { loadModel, type LoadRuntime, type Model } from './inference.ts'
import { writeOnnx } from './onnx-model.ts'
import { onnxFromTfjs, type StoredModel } from './tfjs-to-onnx.ts'

/** An RGB picture, three bytes a point. */
export interface Picture { width: number; height: number; rgb: Uint8Array }
/** Brightness, a byte a point. */
export interface GreyPicture { width: number; height: number; grey: Uint8Array }
/** A face from brow to chin, in points of the picture that was looked at. */
export interface SeenFace { face: Box; score: number }

export interface FaceDetector {
  /** Faces in a part of the picture (all of it without `part`), best first, each once. */
  find(picture: Picture, part?: Box): Promise<SeenFace[]>
  /** The same for several small parts in which faces fill a good share: four in one look. */
  findInEach(picture: Picture, parts: Box[]): Promise<SeenFace[][]>
  release(): Promise<void>
}

/** What the model sees at most: a square of 256 points. */
const side = 256
/** Small parts are seen four at a time, two rows of two squares: a face that fills a quarter of one still has 24 points. */
const smallSide = 96
/** It sees rows in steps of its coarsest grid; rows that no part fills are not looked at. */
const rowStep = 32
/** BlazeFace ("back camera" variant): two anchors at each cell of 16 points, six at each of 32. */
const anchorGrids = [{ stride: 16, perCell: 2 }, { stride: 32, perCell: 6 }]
const leastScore = 0.5
const sameFaceOverlap = 0.3

/** BlazeFace from @vladmandic/human (it ships inside the package): one look at a whole square takes about 8 ms. */
export async function loadFaceDetector(runtime?: LoadRuntime): Promise<FaceDetector> {
  const model = await loadBlazeFace(runtime)
  const square = new Float32Array(3 * side * side)
  const whole = ({ width, height }: Picture): Box => ({ x: 0, y: 0, width, height })
  return {
    find: async (picture, part) => (await look(model, square, picture, [part ?? whole(picture)], side))[0]!,
    async findInEach(picture, parts) {
      const found: SeenFace[][] = []
      for (const group of groupsOf(parts, 4)) found.push(...await look(model, square, picture, group, smallSide))
      return found
    },
    release: () => model.release(),
  }
}

/** The package keeps its models as tfjs wants them. */
async function loadBlazeFace(runtime: LoadRuntime | undefined): Promise<Model> {
  const folder = join(dirname(createRequire(import.meta.url).resolve('@vladmandic/human')), '../models')
  const stored = JSON.parse(await readFile(join(folder, 'blazeface.json'), 'utf8')) as StoredModel
  return loadModel(writeOnnx(onnxFromTfjs(stored, await readFile(join(folder, 'blazeface.bin')))), runtime)
}

function groupsOf(parts: Box[], size: number): Box[][] {
  return Array.from({ length: Math.ceil(parts.length / size) }, (_, index) => parts.slice(index * size, (index + 1) * size))
}

/** One look at one part, or at up to four laid out in two rows; the square they are drawn on is the caller's, for one look at a time. */
async function look(model: Model, square: Float32Array, picture: Picture, parts: Box[], cell: number): Promise<SeenFace[][]> {
  const columns = parts.length > 1 ? 2 : 1
  const width = cell * columns
  const cells = parts.map((part, index) => ({ part, scale: cell / Math.max(part.width, part.height), x: cell * (index % columns), y: cell * Math.floor(index / columns) }))
  const filled = Math.max(...cells.map(({ part, scale, y }) => y + part.height * scale))
  const rows = rowStep * Math.ceil((filled - roundingError) / rowStep)
  // Grey where no part is.
  const values = square.subarray(0, 3 * rows * width).fill(0)
  for (const { part, scale, x, y } of cells) sample({ values, width, plane: rows * width }, picture, part, { scale, x, y, size: cell })
  const seen = decode(Object.values(await model.run({ input: { data: values, shape: [1, 3, rows, width] } })).map(({ data }) => data), { width, rows })
  return cells.map(({ part, scale, x, y }) => seen.filter(({ face }) => isMiddleIn(face, x, y, cell)).map(({ face, score }) => ({
    score,
    face: { x: part.x + (face.x - x) / scale, y: part.y + (face.y - y) / scale, width: face.width / scale, height: face.height / scale },
  })))
}

/** Of scaling a part to a whole number of points. */
const roundingError = 1e-6

function isMiddleIn(face: Box, x: number, y: number, size: number): boolean {
  const middle = { x: face.x + face.width / 2 - x, y: face.y + face.height / 2 - y }
  return size === side || middle.x >= 0 && middle.x < size && middle.y >= 0 && middle.y < size
}

/** What the model sees: rows of `width` points, colours of `plane` points each. */
interface Canvas { values: Float32Array; width: number; plane: number }

/** Draws the part, scaled, at a place of what the model sees: red, green and blue one behind the other, values −1..1. */
function sample({ values, width: rowLength, plane }: Canvas, { width, height, rgb }: Picture, part: Box, to: { scale: number; x: number; y: number; size: number }): void {
  const columns = Math.min(to.size, Math.floor(part.width * to.scale))
  const rows = Math.min(to.size, Math.floor(part.height * to.scale))
  const fromX = twoPlaces(columns, part.x, to.scale, width).map(x => 3 * x)
  const fromY = twoPlaces(rows, part.y, to.scale, height).map(y => 3 * width * y)
  for (let y = 0; y < rows; y++) {
    const above = fromY[2 * y]!
    const below = fromY[2 * y + 1]!
    for (let x = 0; x < columns; x++) {
      const left = fromX[2 * x]!
      const right = fromX[2 * x + 1]!
      const at = (to.y + y) * rowLength + to.x + x
      for (let c = 0; c < 3; c++) {
        values[c * plane + at] = (rgb[above + left + c]! + rgb[above + right + c]! + rgb[below + left + c]! + rgb[below + right + c]!) / 510 - 1
      }
    }
  }
}

/** For each point of the square the two places in the picture that are averaged: a quarter in from both of its ends. */
function twoPlaces(count: number, start: number, scale: number, limit: number): Int32Array {
  return Int32Array.from({ length: 2 * count }, (_, index) => {
    const place = start + ((index >> 1) + (index % 2 === 0 ? 0.25 : 0.75)) / scale
    return Math.max(0, Math.min(limit - 1, Math.floor(place)))
  })
}

/** Turns the four outputs (scores and boxes of both grids) into faces in points of what the model saw. */
function decode(outputs: Float32Array[], { width: columns, rows }: { width: number; rows: number }): SeenFace[] {
  const found: SeenFace[] = []
  for (const { stride, perCell } of anchorGrids) {
    const cells = columns / stride
    const anchors = cells * rows / stride * perCell
    const scores = outputs.find(({ length }) => length === anchors)!
    const boxes = outputs.find(({ length }) => length === 16 * anchors)!
    for (let i = 0; i < anchors; i++) {
      const score = 1 / (1 + Math.exp(-scores[i]!))
      if (score < leastScore) continue
      const cell = Math.floor(i / perCell)
      const centreX = boxes[16 * i]! + stride * (cell % cells + 0.5)
      const centreY = boxes[16 * i + 1]! + stride * (Math.floor(cell / cells) + 0.5)
      const width = boxes[16 * i + 2]!
      const height = boxes[16 * i + 3]!
      if (width > 0 && height > 0) found.push({ score, face: { x: centreX - width / 2, y: centreY - height / 2, width, height } })
    }
  }
  return eachOnce(found)
}

/** Keeps the surest of faces that lie over each other. */
export function eachOnce(faces: SeenFace[]): SeenFace[] {
  const kept: SeenFace[] = []
  for (const face of faces.toSorted((a, b) => b.score - a.score)) {
    if (kept.every(other => overlap(other.face, face.face) < sameFaceOverlap)) kept.push(face)
  }
  return kept
}

/** Shared area as a part of the smaller box. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  if (width <= 0 || height <= 0) return 0
  return width * height / Math.min(a.width * a.height, b.width * b.height)
}
