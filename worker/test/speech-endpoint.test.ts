import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { makeSpeechEndpoint } from '../src/tools/speech-endpoint.ts'
import { readSpeechAnswer } from '../src/tools/speech-endpoint-answer.ts'
import { runFfmpeg } from '../src/tools/ffmpeg.ts'
import { lavfi, signal, tools } from './barcode-recording.ts'
import { failWith, hearBursts, startSpeechServer, type SpeechServer } from './speech-server.ts'

const key = 'sk-very-secret-key'
let folder: string
let sound: { path: string; seconds: number }
let server: SpeechServer

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'f2l-endpoint-'))
  server = await startSpeechServer()
  sound = { path: join(folder, 'piece.flac'), seconds: 2 }
  await runFfmpeg(tools, {
    inputs: [{ path: 'sine=frequency=440:duration=0.5:sample_rate=16000,adelay=500,apad=whole_dur=2', options: lavfi }], outputs: [{ path: sound.path, options: ['-ac', '1'] }],
  }, { signal, task: 'making a test clip' })
})
afterEach(() => { Object.assign(server, { asked: [], answer: hearBursts }) })
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

function ask(options: { key?: string; language?: string; signal?: AbortSignal; url?: string } = {}) {
  const endpoint = makeSpeechEndpoint({ url: options.url ?? server.url, key: options.key ?? key, model: 'whisper-1', delayMs: 5 })
  return endpoint.transcribe(sound, { signal: options.signal ?? signal, report: () => undefined, ...(options.language === undefined ? {} : { language: options.language }) })
}

test('the server gets 16 kHz mono and is asked for times of words and segments; a loopback address is fine', async () => {
  expect(await ask({ language: 'en' })).toEqual({ language: 'en', cues: [{ start: expect.closeTo(0.5, 1), end: expect.closeTo(1, 1), speaker: null, text: 'word1.', words: [{ text: 'word1.', start: expect.closeTo(0.5, 1), end: expect.closeTo(1, 1) }] }] })
  expect(server.asked).toHaveLength(1)
  expect(server.asked[0]).toMatchObject({
    url: 'POST /v1/audio/transcriptions', authorization: `Bearer ${key}`, stream: { codec: 'flac', rate: 16_000, channels: 1 }, seconds: 2,
    fields: { 'model': ['whisper-1'], 'response_format': ['verbose_json'], 'timestamp_granularities[]': ['word', 'segment'], 'language': ['en'] },
  })
})

test('without a key none is sent, and without a language none is claimed', async () => {
  await ask({ key: '' })
  expect(server.asked[0]!.authorization).toBeUndefined()
  expect(server.asked[0]!.fields).not.toHaveProperty('language')
})

test('a busy or failing server is asked again', async () => {
  const answers = [failWith(429, { 'retry-after': '0.01' }), failWith(503), hearBursts]
  server.answer = (asked, response) => answers.shift()!(asked, response)
  expect((await ask()).cues).toHaveLength(1)
  expect(server.asked).toHaveLength(3)
})

test('a server that goes on failing is given up after four tries', async () => {
  server.answer = failWith(500)
  await expect(ask()).rejects.toMatchObject({ code: 'speech.unavailable', message: 'The speech-to-text server failed (status 500).' })
  expect(server.asked).toHaveLength(4)
})

test('a refused key is said in one sentence, at once, and the key is in no part of the error', async () => {
  server.answer = failWith(401, {}, JSON.stringify({ error: { message: `Incorrect API key provided: ${key}` } }))
  const error = await ask().catch((thrown: unknown) => thrown as Error & { cause?: unknown })
  expect(error).toMatchObject({ code: 'speech.refused', message: 'The speech-to-text server does not accept the key; please check SPEECH_API_KEY.' })
  expect(JSON.stringify([String(error), (error as Error).stack, String((error as Error).cause)])).not.toContain(key)
  expect(server.asked).toHaveLength(1)
})

test.each([
  ['no JSON', '<html>nothing here</html>'], ['another JSON', '{"ok":true}'], ['text without times', '{"text":"Hello there"}'],
])('an answer that is %s is refused', async (_, body) => {
  server.answer = failWith(200, {}, body)
  await expect(ask()).rejects.toMatchObject({ code: 'speech.refused', message: expect.stringContaining('no transcript with times') as string })
})

test('a server that is away is said to be away', async () => {
  const gone = await startSpeechServer()
  await gone.close()
  await expect(ask({ url: gone.url })).rejects.toMatchObject({ code: 'speech.unavailable', message: 'The speech-to-text server cannot be reached; please check SPEECH_API_URL.' })
})

test('an abort ends the wait for a slow server at once, with the abort\'s own reason', async () => {
  const stop = new AbortController()
  server.answer = () => stop.abort(new Error('the worker stops'))
  await expect(ask({ signal: stop.signal })).rejects.toThrow('the worker stops')
})

test('words without punctuation take their spelling from the text of their segment', () => {
  const answer = {
    text: ' Hello, there. How are you?', language: 'english', duration: 3,
    segments: [{ start: 0, end: 3, text: ' Hello, there. How are you?' }],
    words: ['Hello', 'there', 'How', 'are', 'you'].map((word, index) => ({ word, start: index * 0.5, end: index * 0.5 + 0.4 })),
  }
  expect(readSpeechAnswer(JSON.stringify(answer))!.cues).toMatchObject([
    { start: 0, end: 0.9, text: 'Hello, there.', words: [{ text: 'Hello,', start: 0 }, { text: 'there.', start: 0.5 }] }, { start: 1, end: 2.4, text: 'How are you?' },
  ])
  answer.words.pop()
  expect(readSpeechAnswer(JSON.stringify(answer))!.cues).toMatchObject([{ start: 0, end: 1.9, text: 'Hello, there. How are you?', words: [{ text: 'Hello' }, { text: 'there' }, { text: 'How' }, { text: 'are' }] }])
})

test('servers that give only segments, only words, or words inside the segments are understood', () => {
  const segments = [{ start: 1, end: 2, text: 'One.' }, { start: 3, end: 4, text: ' [Music] ' }]
  const words = [{ word: 'One', start: 1, end: 1.4 }, { word: ' two.', start: 1.5, end: 2 }]
  const read = (answer: object) => readSpeechAnswer(JSON.stringify({ text: 'x', ...answer }))
  expect(read({ segments })).toEqual({ language: null, cues: [{ start: 1, end: 2, speaker: null, text: 'One.' }] })
  expect(read({ words, language: 'de' })).toMatchObject({ language: 'de', cues: [{ text: 'One two.', start: 1, end: 2 }] })
  expect(read({ segments: [{ start: 1, end: 2, text: 'One two.', words }], language: 'Norwegian' })).toMatchObject({ language: 'no', cues: [{ text: 'One two.', words: [{ text: 'One' }, { text: 'two.' }] }] })
  expect(read({ text: '', segments: [] })).toEqual({ language: null, cues: [] })
})
