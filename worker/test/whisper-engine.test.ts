import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runFfmpeg } from '../src/tools/ffmpeg.ts'
import { makeWhisperEngine } from '../src/tools/whisper-engine.ts'
import { tokensToCues } from '../src/tools/whisper-tokens.ts'
import { lavfi, signal, tools } from './barcode-recording.ts'
import { tinyWhisperModel } from './tiny-whisper-model.ts'

const program = fileURLToPath(new URL('../src/tools/whisper-process.main.ts', import.meta.url))
let folder: string
let sound: { path: string; seconds: number }
/** It takes some seconds of computing. */
let longSound: typeof sound
let modelPath: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'f2l-whisper-'))
  modelPath = join(folder, 'tiny.bin')
  await writeFile(modelPath, tinyWhisperModel([' Guten', ' Mor', 'gen', '.', ' Caf', Buffer.from([0xc3]), Buffer.from([0xa9]), '!']))
  sound = { path: join(folder, 'piece.flac'), seconds: 20 }
  longSound = { path: join(folder, 'long.flac'), seconds: 300 }
  for (const { path, seconds } of [sound, longSound]) {
    await runFfmpeg(tools, { inputs: [{ path: `anoisesrc=d=${seconds}:c=pink:seed=5:a=0.3:r=16000`, options: lavfi }], outputs: [{ path, options: ['-ac', '1'] }] }, { signal, task: 'making a test clip' })
  }
})
afterAll(() => rm(folder, { recursive: true }))

const engineOf = (path: string) => makeWhisperEngine({ modelPath: path, threads: 1, environment: tools.environment })

/** whisper.cpp's binding comes for some kinds of machine only. */
const isBound = `${process.platform}-${process.arch}` === 'linux-x64'

describe.skipIf(!isBound)('Whisper on this machine', () => {
  test('loads a model, writes words with times and tells the language; a letter in two tokens is whole', async () => {
    const fractions: number[] = []
    const { language, cues } = await engineOf(modelPath).transcribe(sound, { signal, report: fraction => fractions.push(fraction) })
    expect(language).toBe('de')
    expect(cues.map(({ text }) => text).join(' ')).toBe('Guten Morgen. Café!')
    const words = cues.flatMap(cue => cue.words!)
    expect(words.map(({ text }) => text)).toEqual(['Guten', 'Morgen.', 'Café!'])
    expect(words.map(({ start }) => start)).toEqual(words.map(({ start }) => start).toSorted((a, b) => a - b))
    expect(words.every(({ start, end }) => end > start)).toBe(true)
    expect(fractions.at(-1)).toBe(1)
  })

  test('a broken model file is said in one sentence', async () => {
    const half = join(folder, 'half.bin')
    await writeFile(half, (await readFile(modelPath)).subarray(0, 3_000_000))
    await writeFile(join(folder, 'text.bin'), 'This is no model.')
    for (const path of [half, join(folder, 'text.bin')]) {
      await expect(engineOf(path).transcribe(sound, { signal, report: () => undefined })).rejects.toMatchObject({
        code: 'speech.model_unusable', message: 'The file that WHISPER_MODEL names is no working Whisper model; `npm run setup -- speech` fetches one.',
      })
    }
  })

  test('an abort ends the process that computes, with the abort\'s own reason', async () => {
    const stop = new AbortController()
    const running = engineOf(modelPath).transcribe(longSound, { signal: stop.signal, report: fraction => { if (fraction > 0) stop.abort(new Error('the worker stops')) } })
    await expect(running).rejects.toThrow('the worker stops')
    await expect.poll(whispers, { timeout: 2000 }).toEqual([])
  })

  test('kill -9 of a worker ends the process that computes for it', async () => {
    const worker = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'whisper-orphan-fixture.main.ts'), modelPath, longSound.path], { stdio: ['ignore', 'pipe', 'ignore'] })
    await once(worker.stdout, 'data')
    expect(await whispers()).toHaveLength(1)
    worker.kill('SIGKILL')
    await once(worker, 'exit')
    await expect.poll(whispers, { timeout: 2000 }).toEqual([])
  })
})

test('a model file that is not there is said in one sentence', async () => {
  await expect(engineOf(join(folder, 'nowhere.bin')).transcribe(sound, { signal, report: () => undefined })).rejects.toMatchObject({
    code: 'speech.model_unusable', message: expect.stringContaining('is not there') as string,
  })
})

test('languages without spaces between words keep their text, and each token is a word', () => {
  const tokens = ['你好', '，', '世', '界', '。'].map((text, index) => ({ text, t0: 300 * index, t1: 300 * index + 250 }))
  const [cue] = tokensToCues(tokens, '你好，世界。')
  expect(cue).toMatchObject({ text: '你好，世界。', start: 0, end: 1.45 })
  expect(cue!.words!.map(({ text }) => text)).toEqual(['你好，', '世', '界。'])
})

/** Ids of processes that compute; this file alone starts any. */
async function whispers(): Promise<string[]> {
  const pids = (await readdir('/proc')).filter(name => /^\d+$/.test(name))
  const found = await Promise.all(pids.map(async pid => ((await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).includes(program) ? [pid] : [])))
  return found.flat()
}
