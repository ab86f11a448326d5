import { execFileSync } from 'node:child_process'
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chooseGrid } from '../src/plan/frame-grid.ts'
import { probe } from '../src/stages/probe.ts'
import { makeFfmpegTools } from '../src/tools/ffmpeg.ts'

const ffmpegPath = process.env['FFMPEG_PATH'] ?? 'ffmpeg'
const tools = makeFfmpegTools({ FFMPEG_PATH: ffmpegPath, FFPROBE_PATH: process.env['FFPROBE_PATH'] ?? 'ffprobe' }, process.env)
const context = { tools, signal: new AbortController().signal }
const limits = { sha256: 'a'.repeat(64), maxSeconds: 21_600 }
let folder: string

beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'f2l-probe-')) })
afterAll(() => rm(folder, { recursive: true, force: true }))

function make(name: string, ...options: string[]): string {
  const path = join(folder, name)
  execFileSync(ffmpegPath, ['-v', 'error', '-y', ...options, path])
  return path
}
const moving = (rate: string, seconds = 2): string[] => ['-f', 'lavfi', '-i', `testsrc=s=160x90:r=${rate}:d=${seconds}`]
const sound = (seconds = 2): string[] => ['-f', 'lavfi', '-i', `sine=d=${seconds}:r=48000`]
const inspect = (path: string, more: Partial<typeof limits> = {}): ReturnType<typeof probe> => probe(path, { ...limits, ...more }, context)

test('a plain recording gives size, length, streams and the grid of its own rate', async () => {
  const media = await inspect(make('plain.mp4', ...moving('25'), ...sound(), '-c:v', 'libx264', '-c:a', 'aac', '-shortest'))
  expect(media).toMatchObject({
    hasVideo: true, hasAudio: true, video: { width: 160, height: 90, codec: 'h264', isVariableRate: false, rotation: 0, bitDepth: 8, streamIndex: 0 },
    audio: { codec: 'aac', sampleRate: 48_000, channels: 1, streamIndex: 1 }, grid: { num: 25, den: 1 },
  })
  expect(media.durationSeconds).toBeCloseTo(2, 0)
  expect(media.grid.frames).toBe(Math.round(media.durationSeconds * 25))
})

test.each([
  ['30000/1001', { num: 30_000, den: 1001 }], ['24000/1001', { num: 24_000, den: 1001 }], ['30', { num: 30, den: 1 }], ['24', { num: 24, den: 1 }],
  ['60', { num: 30, den: 1 }], ['60000/1001', { num: 30_000, den: 1001 }], ['50', { num: 25, den: 1 }],
  ['15', { num: 30, den: 1 }], ['12.5', { num: 25, den: 1 }], ['2', { num: 30, den: 1 }],
])('pictures at a constant %s a second are planned on the right grid', async (rate, grid) => {
  const media = await inspect(make(`rate-${rate.replace('/', '-')}.mp4`, ...moving(rate, 4), '-c:v', 'libx264', '-preset', 'ultrafast'))
  expect(media.grid).toMatchObject(grid)
  expect(media.hasAudio).toBe(false)
})

test('times in whole milliseconds (WebM, Matroska) do not make a constant rate variable', async () => {
  const media = await inspect(make('constant.mkv', ...moving('30000/1001', 4), '-c:v', 'libx264', '-preset', 'ultrafast'))
  expect(media.video).toMatchObject({ isVariableRate: false })
  expect(media.grid).toMatchObject({ num: 30_000, den: 1001 })
})

test('dropped pictures make a variable rate, which is planned on 25 or 30', async () => {
  const media = await inspect(make('variable.mp4', ...moving('30', 6), '-vf', "select='lt(n,40)+not(mod(n,7))'", '-fps_mode', 'vfr', '-c:v', 'libx264', '-preset', 'ultrafast'))
  expect(media.video).toMatchObject({ isVariableRate: true })
  expect(media.grid).toMatchObject({ den: 1, num: expect.toSatisfy((num: number) => num === 25 || num === 30) })
})

test('a rate that no standard knows is kept as it is when constant', () => {
  expect(chooseGrid({ rate: 27.5, isVariable: false })).toEqual({ num: 27_500, den: 1000 })
  expect(chooseGrid({ rate: 30.12, isVariable: false })).toEqual({ num: 30, den: 1 })
  expect(chooseGrid(null)).toEqual({ num: 25, den: 1 })
  expect(chooseGrid({ rate: Number.NaN, isVariable: true })).toEqual({ num: 25, den: 1 })
})

test('a phone video is as wide as it is shown, not as it is stored', async () => {
  const path = make('turned.mp4', ...moving('25', 1), '-c:v', 'libx264')
  const bytes = await readFile(path)
  // The matrix of the track header, turned by 90°: 16.16 fixed point.
  const matrix = bytes.indexOf('tkhd') + 4 + 40
  ;[0, 0x10000, 0, -0x10000, 0, 0].forEach((value, index) => bytes.writeInt32BE(value, matrix + 4 * [0, 1, 2, 3, 4, 5][index]!))
  await writeFile(path, bytes)
  expect((await inspect(path)).video).toMatchObject({ width: 90, height: 160, rotation: 90 })
})

test('points that are not square are counted as shown', async () => {
  expect((await inspect(make('anamorph.mp4', ...moving('25', 1), '-vf', 'setsar=4/3', '-c:v', 'libx264'))).video).toMatchObject({ width: 213, height: 90 })
})

test('a cover picture is not a video: a song stays sound only, on a grid of 25', async () => {
  const cover = make('cover.png', '-f', 'lavfi', '-i', 'color=red:s=64x64', '-frames:v', '1')
  const media = await inspect(make('song.m4a', ...sound(), '-i', cover, '-map', '0', '-map', '1', '-c:a', 'aac', '-c:v', 'png', '-disposition:v:0', 'attached_pic'))
  expect(media).toMatchObject({ hasVideo: false, hasAudio: true, video: null, grid: { num: 25, den: 1 } })
})

test('of several sounds the main one is taken, not the commentary', async () => {
  const media = await inspect(make('two-sounds.mkv', ...moving('25'), ...sound(), ...sound(), '-map', '0', '-map', '1', '-map', '2', '-c:a', 'aac',
    '-c:v', 'libx264', '-disposition:a:0', 'comment', '-disposition:a:1', 'default'))
  expect(media.audio).toMatchObject({ streamIndex: 2 })
})

test('77: an empty file, a missing one, a folder, a text named .mp4 and a playlist each get their own answer', async () => {
  const write = async (name: string, content: string): Promise<string> => { await writeFile(join(folder, name), content); return join(folder, name) }
  await expect(inspect(await write('empty.mp4', ''))).rejects.toMatchObject({ code: 'file.empty' })
  await expect(inspect(join(folder, 'nowhere.mp4'))).rejects.toMatchObject({ code: 'file.not_found' })
  await expect(inspect(folder)).rejects.toMatchObject({ code: 'file.not_media' })
  await expect(inspect(await write('text.mp4', 'This is no video.\n'.repeat(50)))).rejects.toMatchObject({ code: 'file.not_media' })
  await expect(inspect(await write('list.mp4', '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n'))).rejects.toMatchObject({ code: 'file.not_media' })
  await expect(inspect(await write('concat.mp4', "ffconcat version 1.0\nfile '/etc/passwd'\n"))).rejects.toMatchObject({ code: 'file.not_media' })
})

test('a picture alone is no recording', async () => {
  await expect(inspect(make('still.png', '-f', 'lavfi', '-i', 'color=red:s=64x64', '-frames:v', '1'))).rejects.toMatchObject({ code: 'file.not_media' })
})

test('77: a download that broke off is called broken, whether its index is at the end or at the start', async () => {
  const whole = make('whole.mp4', ...moving('25', 20), ...sound(20), '-c:v', 'libx264', '-c:a', 'aac')
  const fast = make('fast.mp4', '-i', whole, '-c', 'copy', '-movflags', '+faststart')
  for (const path of [whole, fast]) {
    const bytes = await readFile(path)
    const torn = join(folder, 'torn.mp4')
    await writeFile(torn, bytes.subarray(0, bytes.length / 2))
    await expect(inspect(torn)).rejects.toMatchObject({ code: 'file.broken' })
  }
})

test('a lost last second is no reason to refuse', async () => {
  const fast = join(folder, 'almost.mp4')
  await copyFile(make('long.mp4', ...moving('25', 20), '-c:v', 'libx264', '-g', '25', '-movflags', '+faststart'), fast)
  const bytes = await readFile(fast)
  await writeFile(fast, bytes.subarray(0, Math.floor(bytes.length * 0.97)))
  const media = await inspect(fast)
  expect(media.durationSeconds).toBeGreaterThan(18)
  expect(media.durationSeconds).toBeLessThan(20)
})

test('77: a picture of 100 000 × 100 000 points is refused before anything is decoded', async () => {
  const path = make('huge.avi', ...moving('25', 1), '-c:v', 'rawvideo', '-pix_fmt', 'bgr24')
  const bytes = await readFile(path)
  const format = bytes.indexOf('strf') + 8
  bytes.writeInt32LE(100_000, format + 4)
  bytes.writeInt32LE(100_000, format + 8)
  await writeFile(path, bytes)
  const started = performance.now()
  await expect(inspect(path)).rejects.toMatchObject({ code: expect.stringMatching(/^file\.(too_large|broken)$/) })
  expect(performance.now() - started).toBeLessThan(10_000)
})

test('77: a recording longer than allowed is refused with both lengths', async () => {
  const path = make('long.wav', ...sound(10))
  await expect(inspect(path, { maxSeconds: 5 })).rejects.toMatchObject({ code: 'file.too_long', message: expect.stringContaining('min') })
})

test('77: a file with neither sound nor moving picture says so', async () => {
  const text = join(folder, 'words.srt')
  await writeFile(text, '1\n00:00:00,000 --> 00:00:01,000\nHello\n')
  await expect(inspect(make('subtitles.mkv', '-i', text, '-c:s', 'srt'))).rejects.toMatchObject({ code: 'file.no_sound_or_picture' })
})

test('an abort ends the look at once with its reason', async () => {
  const path = make('abort.mp4', ...moving('25', 1), '-c:v', 'libx264')
  await expect(probe(path, limits, { tools, signal: AbortSignal.abort(new Error('stopped')) })).rejects.toThrow('stopped')
})

test('77: a picture that cannot be used is not left out in silence: the sound alone would be another video', async () => {
  const path = make('huge-with-sound.avi', ...moving('25', 1), ...sound(1), '-c:v', 'rawvideo', '-pix_fmt', 'bgr24', '-c:a', 'pcm_s16le')
  const bytes = await readFile(path)
  const format = bytes.indexOf('strf') + 8
  bytes.writeInt32LE(60_000, format + 4)
  bytes.writeInt32LE(60_000, format + 8)
  await writeFile(path, bytes)
  await expect(inspect(path)).rejects.toMatchObject({ code: 'file.broken', message: expect.stringContaining('picture') })
})

test('copy protection is named as such', async () => {
  const path = make('protected.mp4', ...moving('25', 1), ...sound(1), '-c:v', 'libx264', '-c:a', 'aac', '-encryption_scheme', 'cenc-aes-ctr',
    '-encryption_key', '76a6c65c5ea762046bd749a2e632ccbb', '-encryption_kid', 'a7e61c373e219033c21091fa607bf3b8')
  await expect(inspect(path)).rejects.toMatchObject({ code: 'file.encrypted', message: expect.stringContaining('copy protection') })
})

test('a stream recorded from its tenth hour on is as long as what is in it', async () => {
  const media = await inspect(make('late.mkv', ...moving('25'), ...sound(), '-c:v', 'libx264', '-output_ts_offset', '36000'))
  expect(media.durationSeconds).toBeCloseTo(2, 0)
  expect(media.video!.startSeconds).toBeLessThan(0.1)
})
