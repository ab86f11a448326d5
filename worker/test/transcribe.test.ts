import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { convertOptions } from '@f2l/common/contracts/edit-plan.ts'
import { convertReport } from '@f2l/common/contracts/report.ts'
import type { Transcript } from '@f2l/common/contracts/transcript.ts'
import { AppError } from '@f2l/common/errors.ts'
import { makeSafeFetch } from '@f2l/common/safe-fetch.ts'
import { parseTranscript } from '@f2l/common/transcript-formats/parse-transcript.ts'
import { convert, type ConvertOutput, type PipelineTools } from '../src/pipeline.ts'
import { findSilences } from '../src/plan/find-cuts.ts'
import { speechPieces } from '../src/plan/speech-pieces.ts'
import { makeStageRunner } from '../src/stage-runner.ts'
import { transcribe } from '../src/stages/transcribe.ts'
import { findTranscript } from '../src/stages/transcript.ts'
import { runFfmpeg } from '../src/tools/ffmpeg.ts'
import { makeSpeechEndpoint } from '../src/tools/speech-endpoint.ts'
import { browser, signal, tools, type Recording } from './barcode-recording.ts'
import { burstRecording, burstStarts, recordingSeconds } from './burst-recording.ts'
import { failWith, hearBursts, startSpeechServer, type SpeechServer } from './speech-server.ts'

const program = fileURLToPath(new URL('../src/convert.main.ts', import.meta.url))
/** Times must be right to this. */
const tolerance = 0.05
let folder: string
let recording: Recording
let server: SpeechServer
const fetch = makeSafeFetch({ trustedOrigins: [] })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'f2l-transcribe-'))
  server = await startSpeechServer()
  recording = await burstRecording(join(folder, 'meeting.mp4'))
})
afterEach(() => { Object.assign(server, { asked: [], answer: hearBursts }) })
afterAll(async () => {
  await fetch.close()
  await server.close()
  await rm(folder, { recursive: true })
})

const engine = (longestSeconds: number) => makeSpeechEndpoint({ url: server.url, key: '', model: 'whisper-1', delayMs: 5, longestSeconds })

function writeDown(name: string, report: (fraction: number) => void = () => undefined): Promise<Transcript> {
  const { path, media } = recording
  const input = { sourcePath: path, sha256: media.sha256, streamIndex: media.audio!.streamIndex, durationSeconds: media.durationSeconds, folder: join(folder, name) }
  return transcribe(input, { tools, engine: engine(2.5), language: null, signal, report })
}

function expectBursts(starts: number[], offset = 0): void {
  expect(starts).toHaveLength(burstStarts.length)
  starts.forEach((start, index) => expect(Math.abs(start - offset - burstStarts[index]!)).toBeLessThan(tolerance))
}

describe('a recording without a transcript is written down', () => {
  test('in pieces cut where it is quiet, with times of the whole recording right to 50 ms', async () => {
    const fractions: number[] = []
    const { origin, hasMeasuredEnds, cues } = await writeDown('pieces', fraction => fractions.push(fraction))
    expect([origin, hasMeasuredEnds]).toEqual(['speech-to-text', true])
    expect(server.asked).toHaveLength(3)
    expect(server.asked.every(({ seconds }) => seconds <= 2.5)).toBe(true)
    expect(server.asked.reduce((sum, { seconds }) => sum + seconds, 0)).toBeCloseTo(recordingSeconds, 1)
    expectBursts(cues.map(({ start }) => start))
    expectBursts(cues.map(({ words }) => words![0]!.start))
    expect(cues.every(({ speaker }) => speaker === null)).toBe(true)
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b))
    expect(fractions.at(-1)).toBeCloseTo(1, 5)
  })

  test('and after an interruption no finished piece is asked for again', async () => {
    server.answer = (asked, response) => (server.asked.length === 3 ? failWith(400) : hearBursts)(asked, response)
    await expect(writeDown('resumed')).rejects.toMatchObject({ code: 'speech.refused' })
    expect(server.asked).toHaveLength(3)
    Object.assign(server, { asked: [], answer: hearBursts })
    expectBursts((await writeDown('resumed')).cues.map(({ start }) => start))
    expect(server.asked).toHaveLength(1)
    expect((await readdir(join(folder, 'resumed'))).every(name => name.endsWith('.json'))).toBe(true)
  })
})

describe('pieces', () => {
  test('are nearly even, none too long, cover everything, and meet in the quiet', () => {
    const levels = new Int8Array(100 * 700).fill(-20)
    levels.fill(-70, 34_100, 34_160)
    expect(speechPieces(levels, 600)).toEqual([{ start: 0, end: 341.3 }, { start: 341.3, end: 700 }])
    expect(speechPieces(levels, 700)).toHaveLength(1)
    const many = speechPieces(new Int8Array(100 * 3601).fill(-20), 60)
    expect(Math.max(...many.map(({ start, end }) => end - start))).toBeLessThanOrEqual(60)
    expect(many.every(({ start }, index) => index === 0 || start === many[index - 1]!.end)).toBe(true)
    expect([many[0]!.start, many.at(-1)!.end]).toEqual([0, 3601])
  })

  test('that are silent throughout are not sent', () => {
    expect(speechPieces(new Int8Array(6000).fill(-90), 600)).toEqual([])
    expect(speechPieces(new Int8Array(0), 600)).toEqual([])
  })
})

test('words that a recogniser invents in a silence do not keep it in the video; a person\'s own words do', () => {
  const levels = new Int8Array(1200).fill(-75).fill(-20, 0, 300).fill(-20, 900, 1200)
  const cues = [{ start: 4, end: 5, speaker: null, text: 'Thank you.', words: [{ text: 'Thank', start: 4, end: 4.5 }, { text: 'you.', start: 4.5, end: 5 }] }]
  const cutWith = (origin: Transcript['origin']): number => findSilences({
    speech: [{ start: 0, end: 3 }, { start: 9, end: 12 }], levels, durationSeconds: 12, transcript: { origin, language: null, hasMeasuredEnds: true, cues },
  }, { num: 25, den: 1, frames: 300 }).reduce((sum, { span }) => sum + span.end - span.start, 0)
  expect(cutWith('speech-to-text')).toBeGreaterThan(5)
  expect(cutWith('file')).toBeLessThan(4.6)
})

describe('the transcript stage', () => {
  const none = { sources: { transcriptPath: null, transcript: null }, media: { durationSeconds: 12, hasAudio: true }, signal }
  const failing = (error: Error) => () => Promise.reject<Transcript>(error)

  test('without speech-to-text it says how to get it, but not for a recording without sound', async () => {
    expect((await findTranscript({ ...none, writeDown: null })).note).toBe('No transcript was found, so there are no captions and no speaker names; with SPEECH_API_URL or WHISPER_MODEL set (see `npm run setup -- speech`) the product writes one down itself.')
    expect((await findTranscript({ ...none, media: { durationSeconds: 12, hasAudio: false }, writeDown: null })).note).toBe('No transcript was found, so there are no captions and no speaker names.')
  })

  test('a transcript that came with the recording is not written down again', async () => {
    const transcript: Transcript = { origin: 'fathom-page', language: 'en', hasMeasuredEnds: true, cues: [{ start: 1, end: 2, speaker: 'Ann', text: 'Hi' }] }
    const found = await findTranscript({ ...none, sources: { transcriptPath: null, transcript }, writeDown: failing(new Error('must not be called')) })
    expect(found).toEqual({ transcript, note: null, mayRetry: false })
  })

  test('an engine that fails leaves a note and no transcript; what may pass is tried again by a later attempt', async () => {
    const found = await findTranscript({ ...none, writeDown: failing(new AppError('speech.unavailable', 'The speech-to-text server failed (status 500).')) })
    expect(found).toMatchObject({ transcript: { origin: 'none', cues: [] }, mayRetry: true, note: 'No transcript was found and writing one down failed, so there are no captions and no speaker names: the speech-to-text server failed (status 500).' })
    expect(await findTranscript({ ...none, writeDown: failing(new AppError('speech.model_unusable', 'Whisper stopped.')) })).toMatchObject({ mayRetry: false })
  })

  test('an abort, and an error that is no engine\'s, stop the job', async () => {
    const stop = new AbortController()
    stop.abort(new Error('the worker stops'))
    await expect(findTranscript({ ...none, signal: stop.signal, writeDown: failing(new AppError('speech.unavailable', 'Away.')) })).rejects.toThrow('the worker stops')
    await expect(findTranscript({ ...none, writeDown: failing(new Error('no room on the disk')) })).rejects.toThrow('no room on the disk')
  })

  test('no words in the sound are an answer too', async () => {
    const found = await findTranscript({ ...none, writeDown: () => Promise.resolve({ origin: 'speech-to-text', language: null, hasMeasuredEnds: true, cues: [] }) })
    expect(found).toMatchObject({ transcript: { origin: 'none' }, note: expect.stringContaining('heard no words') as string })
  })
})

describe('a whole conversion', () => {
  test('of a recording without a transcript has captions at the right times, and says where they are from', async () => {
    const { files, report, transcript, plan } = await convertWith('whole', { engine: engine(2.5), language: null })
    const captions = parseTranscript(await readFile(files.captionsVtt!))
    expectBursts(captions.cues.map(({ start }) => start), plan.titleCard.frames * plan.frameRate.den / plan.frameRate.num)
    expect(captions.cues.every(({ speaker, text }) => speaker === null && /^word\d\.$/.test(text))).toBe(true)
    expect(transcript).toMatchObject({ origin: 'speech-to-text', language: 'en' })
    expect(plan.titleCard.people).toEqual([])
    expect(report.notes).toContain('The transcript was written down by speech-to-text, so it has no speaker names.')
  }, 120_000)

  test('goes on without captions where speech-to-text fails, and says why; no key is shown', async () => {
    server.answer = failWith(401)
    const out = join(folder, 'out')
    const short = join(folder, 'short.m4a')
    await runFfmpeg(tools, { inputs: [{ path: recording.path }], outputs: [{ path: short, options: ['-vn', '-c', 'copy', '-t', '2'] }] }, { signal, task: 'making a test clip' })
    const env = { ...process.env, SPEECH_API_URL: server.url, SPEECH_API_KEY: 'sk-very-secret-key' }
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [program, short, '--trim', 'off', '--out', out, '--json'], { env })
    const report = convertReport.parse(JSON.parse(stdout))
    expect(server.asked.map(({ authorization }) => authorization)).toEqual(['Bearer sk-very-secret-key'])
    expect(report.files).not.toHaveProperty('captionsVtt')
    expect(stdout + stderr).not.toContain('sk-very-secret-key')
    expect(report.notes[0]).toBe('No transcript was found and writing one down failed, so there are no captions and no speaker names: the speech-to-text server does not accept the key; please check SPEECH_API_KEY.')
  }, 120_000)
})

function convertWith(name: string, speech: PipelineTools['speech']): Promise<ConvertOutput> {
  const stages = makeStageRunner({ memory: { recall: async () => undefined, remember: async () => undefined }, signal, onProgress: () => undefined })
  return convert({ source: { kind: 'file', path: recording.path, transcriptPath: null }, options: convertOptions.parse({ trim: 'off' }), title: null }, {
    stages, folder: join(folder, name), signal,
    tools: { ffmpeg: tools, browser, fetch, fathom: { shareUrl: 'https://fathom.video', apiUrl: 'https://api.fathom.ai' }, maxBytes: 1e9, maxSeconds: 1e5, processes: 2, speech },
  })
}
