import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { render } from '../src/stages/render.ts'
import { canEncode, chooseEncoder, softwareEncoder, type VideoEncoder } from '../src/tools/video-encoder.ts'
import { barcodeRecording, barePlan, browser, readBarcodes, signal, tools } from './barcode-recording.ts'

let folder: string
const size = { width: 192, height: 108 }
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'f2l-encoder-')) })
afterAll(() => rm(folder, { recursive: true, force: true }))

test('an encoder that is not there or cannot work falls back to software and says so, once it has been tried', async () => {
  for (const name of ['h264_nvenc', 'h264_unheard_of']) {
    const { encoder, note } = await chooseEncoder(name, size, tools, signal)
    expect(encoder).toBe(softwareEncoder)
    expect(note).toContain(name)
  }
})

test('auto gives an encoder that works on this machine; software is taken without a try', async () => {
  const broken = { ...tools, ffmpegPath: '/nowhere/ffmpeg' }
  expect(await chooseEncoder('libx264', size, broken, signal)).toEqual({ encoder: softwareEncoder, note: null })
  const { encoder } = await chooseEncoder('auto', size, tools, signal)
  expect(await canEncode(encoder, size, tools, signal)).toBe(true)
})

test('an encoder that gives fewer pictures than it took, or something else than H.264, is not used', async () => {
  expect(await canEncode(softwareEncoder, size, tools, signal)).toBe(true)
  expect(await canEncode({ name: 'short', arguments: ['-c:v', 'libx264', '-t', '0.5'] }, size, tools, signal)).toBe(false)
  expect(await canEncode({ name: 'other', arguments: ['-c:v', 'mpeg4'] }, size, tools, signal)).toBe(false)
})

test('an abort while an encoder is tried is no fallback', async () => {
  await expect(chooseEncoder('h264_qsv', size, tools, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped')
})

test('a part that the encoder fails at is encoded in software, and the video is whole to the frame', async () => {
  const source = await barcodeRecording(join(folder, 'source.mp4'), { frames: 600, seconds: 24 })
  // Ends before its time wherever 300 frames are wanted, not where fewer are.
  const failing: VideoEncoder = { name: 'failing', arguments: ['-c:v', 'libx264', '-preset', 'ultrafast', '-threads', '1', '-t', '10'] }
  const keep = [{ start: 0, end: 300 }, { start: 350, end: 590 }]
  const notes: string[] = []
  const { videoPath, chunks } = await render(
    { sourcePath: source.path, media: source.media, plan: barePlan(source, keep), loudness: null, folder: join(folder, 'failing'), processes: 2, encoder: failing, isSafer: true },
    { tools, browser, signal, report: () => undefined, note: sentence => notes.push(sentence) })
  expect(chunks).toBe(2)
  expect(notes).toEqual([expect.stringMatching(/^failing failed .* in software/)])
  expect(await readBarcodes(videoPath)).toEqual([...Array(590).keys()].filter(frame => frame < 300 || frame >= 350))
  expect((await readdir(join(folder, 'failing'))).filter(name => name.endsWith('.part'))).toEqual([])
})
