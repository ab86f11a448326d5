import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { layoutFor } from '../src/plan/layout.ts'
import { assDocument } from '../src/tools/burned-captions.ts'
import { drawStills } from '../src/tools/browser.ts'
import { layCaptionFonts } from '../src/tools/caption-fonts.ts'
import { runFfmpeg, runFfprobe } from '../src/tools/ffmpeg.ts'
import { joinVideo } from '../src/tools/join-video.ts'
import { titleCardPlate } from '../src/tools/title-card.ts'
import { browser, lavfi, signal, tools } from './barcode-recording.ts'

const layout = layoutFor({ width: 640, height: 360 }, true)
let folder: string
let server: ReturnType<typeof createServer>
let address: string
const asked: string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'f2l-hostile-'))
  server = createServer((request, answer) => { asked.push(request.url!); answer.end('x') }).on('connection', () => asked.push('a connection'))
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true, force: true })
})

async function pictureOf(html: string, name: string): Promise<PNG> {
  const path = join(folder, name)
  await drawStills(browser, [{ html, width: layout.width, height: layout.height, isTransparent: false, path }], signal)
  return PNG.sync.read(await readFile(path))
}

test('81: a page that is drawn fetches nothing and runs nothing, whatever stands in it', async () => {
  await writeFile(join(folder, 'secret.txt'), 'secret')
  const ways = [
    `<script>document.body.style.background='#00ff00';fetch('${address}/fetch')</script>`, `<img src="${address}/img" onerror="document.body.style.background='#00ff00'">`, `<iframe src="${address}/frame"></iframe><iframe src="file://${folder}/secret.txt"></iframe>`,
    `<link rel="stylesheet" href="${address}/css"><link rel="preload" as="image" href="${address}/preload"><link rel="preconnect" href="${address}"><link rel="prefetch" href="${address}/prefetch">`,
    `<style>@import url("${address}/import");@font-face{font-family:x;src:url(${address}/font)}i{font-family:x;background:url(${address}/background)}</style><i>x</i>`,
    `<object data="${address}/object"></object><embed src="${address}/embed"><video src="${address}/video" autoplay></video><svg><image href="${address}/svg"/></svg>`,
  ]
  const drawn = await pictureOf(`<!doctype html><body style="margin:0;background:#e11d48">${ways.join('')}`, 'ways.png')
  const corner = (layout.width * (layout.height - 1)) * 4
  expect([...drawn.data.subarray(corner, corner + 3)]).toEqual([0xe1, 0x1d, 0x48])
  expect(asked).toEqual([])
}, 60_000)

test('81: on a title card a title, a date and names are text', async () => {
  const evil = `</h1></main><style>*{background:#00ff00!important}</style><script>document.body.style.background='#00ff00'</script><img src="${address}/card">`
  const card = (words: string) => titleCardPlate({ titleCard: { title: words, subtitle: words, people: [], frames: 60 }, layout }, [{ name: words, initials: '<', colour: 'red;background:#00ff00' }], null)
  expect(card(evil).html.match(/<(script|img|h1)\b/g)).toEqual(['<h1'])
  const drawn = await pictureOf(card(evil).html, 'card.png')
  const green = Array.from({ length: drawn.data.length / 4 }, (_, index) => drawn.data.subarray(index * 4, index * 4 + 3)).filter(([red, greenish, blue]) => red! < 60 && greenish! > 200 && blue! < 60)
  expect(green).toEqual([])
  expect(asked).toEqual([])
}, 60_000)

/** Rows and columns of the picture in which a caption is drawn. */
async function drawnPlace(text: string): Promise<{ rows: [number, number]; columns: [number, number] }> {
  await layCaptionFonts(join(folder, 'fonts'), text)
  await writeFile(join(folder, 'caption.ass'), assDocument([{ lines: [text] }], { layout }, new Map()))
  const pieces: Buffer[] = []
  await runFfmpeg(tools, {
    inputs: [{ path: `color=white:s=${layout.width}x${layout.height}:r=1:d=1`, options: lavfi }], graph: '[0:v]ass=f=caption.ass:fontsdir=fonts,format=gray[v]',
    outputs: [{ path: 'pipe:1', options: ['-map', '[v]', '-frames:v', '1', '-f', 'rawvideo'] }],
  }, { signal, task: 'drawing captions', folder, onOutput: bytes => { pieces.push(bytes) } })
  const picture = Buffer.concat(pieces)
  const inked = [...picture.keys()].filter(index => picture[index]! < 200)
  const ys = inked.map(index => Math.floor(index / layout.width))
  const xs = inked.map(index => index % layout.width)
  return { rows: [ys[0]!, ys.at(-1)!], columns: [Math.min(...xs), Math.max(...xs)] }
}

test('81: commands of ASS in a caption are drawn as letters: it stays at its place, on one line, as wide as its text', async () => {
  const plain = await drawnPlace('Hi an8 alpha FF pos 0 0 there')
  for (const text of ['{\\an8}Hi there you', '{\\pos(0,0)}Hi there you', 'Hi{\\alpha&HFF&} there you', 'Hi\\N\\Nthere you all', '{\\p1}m 0 0 l 99 99{\\p0}', '\\{\\an8\\}Hi there', '}{\\an8}{Hi there']) {
    const found = await drawnPlace(text)
    expect(Math.abs(found.rows[0] - plain.rows[0]), text).toBeLessThanOrEqual(3)
    expect(Math.abs(found.rows[1] - plain.rows[1]), text).toBeLessThanOrEqual(3)
    expect(found.columns[1] - found.columns[0], text).toBeGreaterThan(100)
  }
}, 60_000)

test('81: title and chapters in the file itself are as they were said, and one stays one', async () => {
  await runFfmpeg(tools, { inputs: [{ path: 'testsrc=d=1:s=160x90:r=25', options: lavfi }], outputs: [{ path: join(folder, 'chunk.mp4'), options: ['-c:v', 'libx264', '-pix_fmt', 'yuv420p'] }] }, { signal, task: 'making a test clip' })
  await runFfmpeg(tools, { inputs: [{ path: 'sine=d=1', options: lavfi }], outputs: [{ path: join(folder, 'sound.m4a'), options: ['-c:a', 'aac'] }] }, { signal, task: 'making a test clip' })
  const evil = 'a=b;#c\\d\n[CHAPTER]\nTIMEBASE=1/1\nSTART=0\nEND=9\ntitle=forged %{metadata} \'quoted\' "too"'
  const path = join(folder, 'joined.mp4')
  await joinVideo({ chunks: [{ name: 'chunk.mp4', frames: 25 }], soundPath: join(folder, 'sound.m4a'), frameRate: { num: 25, den: 1 }, title: evil, chapters: [{ start: 0, title: evil }, { start: 0.5, title: 'Second' }], outputSeconds: 1 }, folder, path, tools, signal)
  const told = await runFfprobe(tools, path, ['-show_chapters', '-show_format'], signal) as { chapters: { tags: { title: string } }[]; format: { tags: { title: string } } }
  const oneLine = evil.replaceAll('\n', ' ')
  expect(told.chapters.map(({ tags }) => tags.title)).toEqual([oneLine, 'Second'])
  expect(told.format.tags.title).toBe(oneLine)
}, 60_000)
