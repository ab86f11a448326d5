import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Transcript } from '../src/contracts/transcript.ts'
import { makeFathomApi } from '../src/fathom/api-client.ts'
import { readSharePage } from '../src/fathom/share-page.ts'
import { makeSafeFetch, type SafeFetch } from '../src/safe-fetch.ts'
import { parseTranscript } from '../src/transcript-formats/parse-transcript.ts'

interface Said { at: number; text: string }

/** A Fathom whose meeting says what the test wants: on its page, in the copy of it, or over the API. */
let said: { page: Said[]; copy: Said[]; api: Said[] }
let server: Server
let fathomUrl: string
let fetch: SafeFetch

beforeAll(async () => {
  server = createServer((request, response) => { response.end(answer(request.url!)) })
  await new Promise<void>(done => { server.listen(0, '127.0.0.1', done) })
  fathomUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  fetch = makeSafeFetch({ trustedOrigins: [fathomUrl] })
})

afterAll(async () => {
  await fetch.close()
  server.close()
})

const clock = (seconds: number): string => new Date(1000 * seconds).toISOString().slice(11, 19)

function answer(url: string): string {
  if (url.startsWith('/oembed')) return '{}'
  if (url === '/copy') return JSON.stringify({ plain_text: said.copy.map(({ at, text }) => `${clock(at)} - Anna\n  ${text}`).join('\n') })
  if (url.endsWith('/transcript')) return JSON.stringify({ transcript: said.api.map(({ at, text }) => ({ speaker: { display_name: 'Anna' }, text, timestamp: clock(at) })) })
  const props = { call: { video_url: '/v.m3u8' }, copyTranscriptUrl: '/copy', transcriptCues: [said.page.map(({ at, text }) => ({ text, speaker_name: 'Anna', start_time: at }))] }
  return `<div id="app" data-page="${JSON.stringify({ component: 'page-call-detail', props }).replaceAll('"', '&quot;')}"></div>`
}

const nothing = { page: [], copy: [], api: [] }
const ways: Record<keyof typeof nothing, () => Promise<Transcript | null>> = {
  page: () => readPage(), copy: () => readPage(),
  api: () => makeFathomApi({ baseUrl: `${fathomUrl}/v1`, apiKey: 'key', fetch }).readTranscript(1),
}

async function readPage(): Promise<Transcript | null> {
  const { videoUrl, transcript } = await readSharePage(`${fathomUrl}/share/x`, { fetch, shareUrl: fathomUrl })
  expect(videoUrl).toBe(`${fathomUrl}/v.m3u8`)
  return transcript
}

const turns = (count: number, text: string): Said[] => Array.from({ length: count }, (_, at) => ({ at, text }))

test.each(['page', 'copy', 'api'] as const)('81: what Fathom sends as a transcript (%s) and is more than anybody says is left out, as an upload of it is refused', async way => {
  const read = (given: Said[]): Promise<Transcript | null> => {
    said = { ...nothing, [way]: given }
    return ways[way]()
  }
  expect((await read(turns(3, 'hello')))?.cues).toHaveLength(3)
  // The longest that is taken, and one letter more.
  expect((await read(turns(10, 'a'.repeat(100_000))))?.cues).toHaveLength(10)
  expect(await read(turns(1, 'a'.repeat(100_001)))).toBeNull()
  expect(await read([...turns(10, 'a'.repeat(100_000)), { at: 10, text: 'a' }])).toBeNull()
})

test('81: more entries than a meeting has are left out, and words beside a text count like the text', async () => {
  said = { ...nothing, api: turns(200_001, 'a') }
  expect(await ways.api()).toBeNull()
  const words = (count: number): Buffer => Buffer.from(JSON.stringify([{ start: 0, text: 'a', words: Array.from({ length: count }, () => ({ text: 'a', start: 0, end: 1 })) }]))
  expect(parseTranscript(words(50_000)).cues[0]!.words).toHaveLength(50_000)
  expect(() => parseTranscript(words(50_001))).toThrow(expect.objectContaining({ code: 'transcript.unreadable' }) as Error)
})
