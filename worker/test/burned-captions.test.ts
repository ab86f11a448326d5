import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { layoutFor } from '../src/plan/layout.ts'
import { assDocument } from '../src/tools/burned-captions.ts'
import { layCaptionFonts } from '../src/tools/caption-fonts.ts'
import { runFfmpeg, type FfmpegTools } from '../src/tools/ffmpeg.ts'
import { glyphsOf } from '../src/tools/font-characters.ts'
import { pageHtml } from '../src/tools/page-html.ts'
import { readSfnt } from '../src/tools/sfnt.ts'
import { lavfi, signal, tools } from './barcode-recording.ts'

const texts = {
  Latin: 'Hello Ångström — Привет, Ελλάδα, tiếng Việt', Arabic: 'مرحبا بالجميع، 2025', Farsi: 'می‌خواهیم گزارش پژوهش', Urdu: 'ٹھیک ہے، ڈاکٹر', Hebrew: 'שלום לכולם (כ-15%)',
  Hindi: 'नमस्ते क्षत्रिय', Thai: 'สวัสดีน้ำ', Japanese: '今日は予算について話します', Chinese: '今天我们讨论预算', Korean: '안녕하세요 견과류', emoji: 'ok 🎉👍❤😀',
}
const layout = layoutFor({ width: 1280, height: 720 }, true)
let folder: string
/** A machine without a single font. */
let bare: FfmpegTools

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'f2l-burned-'))
  await writeFile(join(folder, 'fonts.conf'), `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${folder}/none</dir><cachedir>${folder}/cache</cachedir></fontconfig>`)
  bare = { ...tools, environment: { ...tools.environment, FONTCONFIG_FILE: join(folder, 'fonts.conf') } }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('every letter of the shipped scripts is drawn on a machine without fonts, all of them at once', async () => {
  const said = await draw('all', Object.values(texts).map(text => [text]))
  expect(said).not.toMatch(/failed to find|can't find selected font/i)
  expect((await readdir(join(folder, 'all'))).length).toBeLessThanOrEqual(10)
})

test('a long Chinese text needs few files, and each letter is in exactly one of them', async () => {
  // The commonest characters, as GB 2312 lists them.
  const text = new TextDecoder('gb18030').decode(Uint8Array.from({ length: 12 * 80 * 2 }, (_, index) => index % 2 === 0 ? 0xb0 + Math.floor(index / 160) : 0xa1 + (index >> 1) % 80))
  await layCaptionFonts(join(folder, 'chinese'), text)
  const files = await readdir(join(folder, 'chinese'))
  expect(files.length).toBeLessThanOrEqual(3)
  const fonts = await Promise.all(files.map(async file => glyphsOf(readSfnt(await readFile(join(folder, 'chinese', file))))))
  const missing = [...text].filter(letter => fonts.filter(glyph => glyph(letter.codePointAt(0)!) > 0).length !== 1)
  expect([...text].length).toBe(960)
  expect(missing).toEqual([])
})

test('merged letters look like those of their own file', async () => {
  // 予 and 算 lie in different files of the font: each drawn alone, then together.
  for (const letter of ['予', '算']) await draw(letter, [[letter]], `${letter}.raw`)
  await layCaptionFonts(join(folder, 'both'), '予算')
  for (const letter of ['予', '算']) {
    await draw('both', [[letter]], `${letter}2.raw`, false)
    expect((await readFile(join(folder, `${letter}2.raw`))).equals(await readFile(join(folder, `${letter}.raw`)))).toBe(true)
  }
})

const names = new Map([['Ann Smith: ', '#6d28d9'], ['דנה: ', '#0f766e']])

test('81: whatever a caption holds is text, and a name has its colour', () => {
  const line = (text: string): string => assDocument([{ lines: [text] }], { layout }, names).split('\n').find(part => part.startsWith('Dialogue'))!.split(',,')[2]!
  expect(line('Ann Smith: Hello')).toMatch(/^\{\\c&H[0-9A-F]{6}&\}Ann Smith:\{\\c\} Hello$/)
  expect(line('Nobody: {\\an8}\\Nx')).toBe('Nobody: \\{\\\u2060an8\\}\\\u2060Nx')
})

test.each([
  ['Hebrew', ['שלום לכולם.'], 'left'], ['Arabic', ['نعم، سنلتقي غدا.'], 'left'], ['Hebrew that begins with an English word', ['OK, נתחיל עכשיו.'], 'left'],
  ['Hebrew that ends with a longer English word', ['כן, API.'], 'left'], ['the last line of a Hebrew sentence, all English', ['נתחיל עכשיו עם', 'Fathom API.'], 'left'],
  ['Hebrew after an English name', ['Ann Smith: שלום.'], 'left'], ['English after a Hebrew name', ['דנה: Hello.'], 'right'], ['English said after somebody else\'s Hebrew', ['דנה: שלום לכולם.', 'Ann Smith: Hello.'], 'right'],
] as [string, string[], string][])('the full stop stands where the reader ends: %s', async (_, lines, side) => {
  expect(await sideOfFullStop(lines)).toBe(side)
})

/** The letter at either end whose ink is low, a dot at the foot of the line. Of several lines the last one is looked at. */
async function sideOfFullStop(lines: string[]): Promise<string> {
  await layCaptionFonts(join(folder, 'sides'), lines.join(''))
  await writeFile(join(folder, 'sides.ass'), assDocument([{ lines }], { layout }, names))
  const { width, height } = layout
  const picture = await gray('ass=f=sides.ass:fontsdir=sides', width, height)
  // The box is dark, letters and the page are white.
  const bottom = Array.from({ length: height }, (_, y) => y).findLast(y => picture[y * width + width / 2]! < 110) ?? 0
  const size = height * 0.05
  const inkAt = (x: number): number[] => Array.from({ length: Math.round(1.2 * size) }, (_, row) => bottom - 2 - row).filter(y => picture[y * width + x]! > 150)
  const columns = Array.from({ length: width }, (_, x) => x).filter(x => picture[(bottom - 1) * width + x]! < 110)
  const heights = [columns, columns.toReversed()].map(row => {
    const first = row.findIndex(x => inkAt(x).length > 0)
    const end = row.findIndex((x, index) => index > first && inkAt(x).length === 0)
    const ink = row.slice(first, end).flatMap(inkAt)
    return Math.max(...ink) - Math.min(...ink)
  })
  const [isLeft, isRight] = heights.map(ink => ink < 0.2 * size)
  return isLeft === isRight ? `neither: ${heights.join(', ')}` : isLeft ? 'left' : 'right'
}

const corner = { x: 500, y: 1060, width: 196, height: 196 }
test.each([
  ['a wide picture with the bubble at the left', layout, { x: 0, width: 224, y: 496 }],
  ['a portrait picture with the bubble at the right', { ...layout, width: 720, height: 1280, bubble: { corner: 'bottom-right' as const, box: corner } }, { x: 500, width: 220, y: 1060 }],
])('captions of the widest letters stay inside the picture and off the bubble: %s', async (_, shape, { x, width, y }) => {
  const lines = ['W'.repeat(42), '国'.repeat(21)]
  await layCaptionFonts(join(folder, 'wide'), lines.join(''))
  await writeFile(join(folder, 'wide.ass'), assDocument([{ lines }], { layout: shape }, new Map()))
  const picture = await gray(`ass=f=wide.ass:fontsdir=wide`, shape.width, shape.height)
  const isDrawn = (column: number, row: number): boolean => picture[row * shape.width + column]! < 200
  const rows = Array.from({ length: shape.height }, (_, row) => row)
  expect(rows.some(row => isDrawn(Math.round(shape.width / 2), row))).toBe(true)
  expect(rows.some(row => isDrawn(0, row) || isDrawn(shape.width - 1, row))).toBe(false)
  const inBubble = rows.slice(y).some(row => Array.from({ length: width }, (_, column) => isDrawn(x + column, row)).some(Boolean))
  expect(inBubble).toBe(false)
})

test('a page asks for the fonts of its own scripts only', () => {
  const sheets = (text: string): string[] => [...pageHtml('', text).matchAll(/href="\/fonts\/([a-z-]+)\//g)].map(([, name]) => name!)
  expect(sheets('<b>Hello Привет</b>')).toEqual([])
  expect(sheets('سلام')).toEqual(['noto-sans-arabic'])
  expect(sheets('予算について')[0]).toBe('noto-sans-jp')
  expect(sheets('预算')[0]).toBe('noto-sans-sc')
  expect(sheets('🎉')).toContain('noto-emoji')
})

/** Draws captions one after the other on white; returns what ffmpeg said. */
async function draw(name: string, captions: string[][], file?: string, isNew = true): Promise<string> {
  if (isNew) await layCaptionFonts(join(folder, name), captions.flat().join(''))
  await writeFile(join(folder, `${name}.ass`), assDocument(captions.map(lines => ({ lines })), { layout }, new Map()))
  return runFfmpeg(bare, {
    inputs: [{ path: `color=white:s=1280x720:r=1:d=${captions.length}`, options: lavfi }], graph: `[0:v]ass=f=${name}.ass:fontsdir=${name},format=gray[v]`,
    outputs: [{ path: file ? join(folder, file) : '-', options: ['-map', '[v]', '-f', file ? 'rawvideo' : 'null'] }], logLevel: 'info',
  }, { signal, task: 'drawing captions', folder })
}

async function gray(filter: string, width: number, height: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  await runFfmpeg(bare, {
    inputs: [{ path: `color=white:s=${width}x${height}:r=1:d=1`, options: lavfi }], graph: `[0:v]${filter},format=gray[v]`,
    outputs: [{ path: 'pipe:1', options: ['-map', '[v]', '-frames:v', '1', '-f', 'rawvideo'] }],
  }, { signal, task: 'drawing captions', folder, onOutput: bytes => { pieces.push(bytes) } })
  return Buffer.concat(pieces)
}
