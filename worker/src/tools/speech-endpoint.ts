import { readFile } from 'node:fs/promises'
import { AppError } from '@f2l/common/errors.ts'
import { pause } from '@f2l/common/pause.ts'
import { retry } from '@f2l/common/retry.ts'
import { makeSafeFetch, type SafeFetch } from '@f2l/common/safe-fetch.ts'
import { readSpeechAnswer } from './speech-endpoint-answer.ts'
import type { SpeechContext, SpeechSound, SpeechToText, WrittenSpeech } from './speech-to-text.ts'

export interface SpeechEndpoint {
  /** Base such as `https://api.openai.com/v1`. It is the operator's word, so it may be http and on this machine. */
  url: string
  /** Empty where the server wants none. */
  key: string
  model: string
  /** Pause before the second try; doubles. */
  delayMs?: number
  longestSeconds?: number
}

/** Ten minutes of 16 kHz mono measure 19.2 MB even without compression: servers take 25 MB. */
const usualLongestSeconds = 600
const tries = 4
/** A server on a small machine works for long on ten minutes of sound before it says a word. */
const patienceMs = 45 * 60_000
/** What a server asks us to wait is believed up to here. */
const longestWaitSeconds = 60

/** Speech-to-text by a server that speaks OpenAI's `POST /audio/transcriptions`. */
export function makeSpeechEndpoint(endpoint: SpeechEndpoint): SpeechToText {
  return {
    name: `${endpoint.url} ${endpoint.model}`,
    longestSeconds: endpoint.longestSeconds ?? usualLongestSeconds,
    async transcribe(sound, context) {
      // One of its own: what a person pastes as a link must not be trusted as the operator's server is.
      const fetch = makeSafeFetch({ trustedOrigins: [endpoint.url], idleTimeoutMs: patienceMs })
      try {
        const written = await retry(() => ask(fetch, endpoint, sound, context), { times: tries, delayMs: endpoint.delayMs ?? 2000, signal: context.signal })
        context.report(1)
        return written
      } finally {
        await fetch.close()
      }
    },
  }
}

async function ask(fetch: SafeFetch, endpoint: SpeechEndpoint, sound: SpeechSound, { signal, language }: SpeechContext): Promise<WrittenSpeech> {
  const { type, bytes } = await formOf(endpoint, sound, language)
  const { status, headers, text } = await send(fetch, endpoint, { type, bytes, signal })
  if (status === 429 || status >= 500) await waitAsAsked(headers['retry-after'], signal)
  if (status < 200 || status > 299) throw refusalOf(status, endpoint)
  const written = readSpeechAnswer(text)
  if (written === undefined) throw new AppError('speech.refused', 'The speech-to-text server gave an answer that is no transcript with times; please check SPEECH_API_URL and SPEECH_MODEL.')
  return written
}

async function formOf({ model }: SpeechEndpoint, { path }: SpeechSound, language: string | undefined): Promise<{ type: string; bytes: Uint8Array }> {
  const form = new FormData()
  form.set('file', new File([await readFile(path)], 'sound.flac', { type: 'audio/flac' }))
  form.set('model', model)
  form.set('response_format', 'verbose_json')
  form.append('timestamp_granularities[]', 'word')
  form.append('timestamp_granularities[]', 'segment')
  if (language !== undefined) form.set('language', language)
  const encoded = new Response(form)
  return { type: encoded.headers.get('content-type')!, bytes: new Uint8Array(await encoded.arrayBuffer()) }
}

interface Sending { type: string; bytes: Uint8Array; signal: AbortSignal }

async function send(fetch: SafeFetch, { url, key }: SpeechEndpoint, { type, bytes, signal }: Sending): Promise<{ status: number; headers: Readonly<Record<string, string>>; text: string }> {
  try {
    const response = await fetch.request(`${url}/audio/transcriptions`, {
      method: 'POST', body: bytes, signal, totalTimeoutMs: patienceMs,
      headers: { 'content-type': type, 'accept': 'application/json', ...(key === '' ? {} : { authorization: `Bearer ${key}` }) },
    })
    return { status: response.status, headers: response.headers, text: await response.text() }
  } catch (cause) {
    signal.throwIfAborted()
    // No cause of undici's: it would carry the request with the key into a log.
    throw new AppError('speech.unavailable', `The speech-to-text server ${cause instanceof AppError && cause.code === 'fetch.timeout' ? 'did not answer in time' : 'cannot be reached'}; please check SPEECH_API_URL.`)
  }
}

async function waitAsAsked(retryAfter: string | undefined, signal: AbortSignal): Promise<void> {
  const seconds = Number(retryAfter)
  if (seconds > 0) await pause(1000 * Math.min(longestWaitSeconds, seconds), signal)
}

/** What the server itself says is left out: some repeat the key there. */
function refusalOf(status: number, { model }: SpeechEndpoint): AppError {
  if (status === 401 || status === 403) return new AppError('speech.refused', 'The speech-to-text server does not accept the key; please check SPEECH_API_KEY.')
  if (status === 404) return new AppError('speech.refused', `The speech-to-text server does not know the address or the model ${model}; please check SPEECH_API_URL and SPEECH_MODEL.`)
  if (status === 429) return new AppError('speech.unavailable', 'The speech-to-text server takes no more requests for now (status 429).')
  if (status >= 500) return new AppError('speech.unavailable', `The speech-to-text server failed (status ${status}).`)
  return new AppError('speech.refused', `The speech-to-text server refused the sound (status ${status}).`)
}
