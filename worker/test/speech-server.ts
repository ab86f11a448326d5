import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runFfmpeg, runFfprobe } from '../src/tools/ffmpeg.ts'
import { signal, tools } from './barcode-recording.ts'

export interface Asked { url: string; authorization: string | undefined; fields: Record<string, string[]>; stream: { codec: string; rate: number; channels: number }; seconds: number; bytes: number; bursts: { start: number; end: number }[] }
export type Answer = (asked: Asked, response: ServerResponse) => void

export interface SpeechServer { url: string; asked: Asked[]; answer: Answer; close(): Promise<void> }

/**
 * Plays a server of OpenAI's kind over real HTTP: it decodes the sound that it is sent and "hears" a word in every
 * burst of sound, numbered from one on in each request. `answer` may be put in its place.
 */
export async function startSpeechServer(): Promise<SpeechServer> {
  const state: SpeechServer = { url: '', asked: [], answer: hearBursts, close: () => Promise.resolve() }
  const server: Server = createServer((request, response) => {
    void readAsked(request).then(asked => { state.asked.push(asked); state.answer(asked, response) }, (error: unknown) => response.writeHead(400).end(String(error)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
  state.close = async () => {
    server.closeAllConnections()
    await new Promise(done => server.close(done))
  }
  return state
}

/** What OpenAI's server answers to `verbose_json` with word times. */
export const hearBursts: Answer = ({ bursts }, response) => {
  const words = bursts.map(({ start, end }, index) => ({ word: `word${index + 1}`, start, end }))
  const segments = words.map(({ word, start, end }, id) => ({ id, start, end, text: ` ${word}.`, tokens: [], temperature: 0 }))
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ task: 'transcribe', language: 'english', duration: 1, text: segments.map(({ text }) => text).join(''), segments, words }))
}

export const failWith = (status: number, headers: Record<string, string> = {}, body = '{"error":{"message":"no"}}'): Answer => (_, response) => void response.writeHead(status, headers).end(body)

async function readAsked(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const form = await new Response(Buffer.concat(chunks), { headers: { 'content-type': request.headers['content-type'] ?? '' } }).formData()
  const fields: Record<string, string[]> = {}
  for (const [name, value] of form) if (typeof value === 'string') (fields[name] ??= []).push(value)
  const sound = await hear(new Uint8Array(await (form.get('file') as File).arrayBuffer()))
  return { url: `${request.method} ${request.url}`, authorization: request.headers.authorization, fields, ...sound }
}

type Heard = Pick<Asked, 'stream' | 'seconds' | 'bytes' | 'bursts'>
/** Decoding takes longer than all the rest: the same bytes are decoded once. */
const heard = new Map<string, Promise<Heard>>()

function hear(bytes: Uint8Array): Promise<Heard> {
  const hash = createHash('sha256').update(bytes).digest('hex')
  const found = heard.get(hash) ?? decode(bytes)
  heard.set(hash, found)
  return found
}

async function decode(bytes: Uint8Array): Promise<Heard> {
  const folder = await mkdtemp(join(tmpdir(), 'f2l-heard-'))
  try {
    const path = join(folder, 'sound')
    await writeFile(path, bytes)
    const probed = await runFfprobe(tools, path, ['-show_streams'], signal) as { streams: { codec_name: string; sample_rate: string; channels: number }[] }
    await runFfmpeg(tools, { inputs: [{ path }], outputs: [{ path: `${path}.s16`, options: ['-f', 's16le'] }] }, { signal, task: 'decoding what was sent' })
    const samples = await readFile(`${path}.s16`)
    const [stream] = probed.streams
    return { stream: { codec: stream!.codec_name, rate: Number(stream!.sample_rate), channels: stream!.channels }, seconds: samples.length / 2 / 16_000, bytes: bytes.length, bursts: findBursts(samples) }
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Stretches of sound with at least 0.15 s of silence around them. */
function findBursts(samples: Buffer): { start: number; end: number }[] {
  const bursts: { start: number; end: number }[] = []
  for (let at = 0; at + 1 < samples.length; at += 2) {
    if (Math.abs(samples.readInt16LE(at)) < 600) continue
    const seconds = at / 2 / 16_000
    const last = bursts.at(-1)
    if (last && seconds - last.end < 0.15) last.end = seconds
    else bursts.push({ start: seconds, end: seconds })
  }
  return bursts
}
