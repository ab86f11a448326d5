import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { AppError } from '@f2l/common/errors.ts'
import { isThere } from './is-there.ts'
import type { SpeechContext, SpeechSound, SpeechToText, WrittenSpeech } from './speech-to-text.ts'
import { watchForStall } from './stall-watch.ts'
import type { WhisperNews, WhisperTask } from './whisper-process.main.ts'
import { tokensToCues } from './whisper-tokens.ts'

export interface WhisperSettings {
  /** Absolute path of a model in whisper.cpp's ggml format. */
  modelPath: string
  threads: number
  /** All that the process gets to see of our environment. */
  environment: Record<string, string>
}

/** So much is done again when a job is interrupted. */
const longestSeconds = 600
/** So long without a sign of life (one comes per half minute of sound) and it is ended. */
const stallSeconds = 1200
const keptLogBytes = 4000
const program = fileURLToPath(new URL('./whisper-process.main.ts', import.meta.url))

/** Speech-to-text on this machine: whisper.cpp in a process of its own, one for each piece, ended with it or by an abort. */
export function makeWhisperEngine(settings: WhisperSettings): SpeechToText {
  return {
    name: `whisper ${settings.modelPath}`,
    longestSeconds,
    async transcribe(sound, context) {
      context.signal.throwIfAborted()
      if (!await isThere(settings.modelPath)) throw new AppError('speech.model_unusable', 'The Whisper model file that WHISPER_MODEL names is not there; `npm run setup -- speech` fetches one.')
      return await write(sound, settings, context)
    },
  }
}

async function write(sound: SpeechSound, { modelPath, threads, environment }: WhisperSettings, context: SpeechContext): Promise<WrittenSpeech> {
  const child = fork(program, { execArgv: ['--disable-warning=ExperimentalWarning'], env: environment, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  try {
    child.send({ modelPath, soundPath: sound.path, language: context.language ?? 'auto', threads } satisfies WhisperTask)
    const news = await lastNews(child, context)
    if (news.kind === 'failed') throw failureOf(news)
    context.report(1)
    return { language: news.language, cues: tokensToCues(news.tokens, news.text) }
  } finally {
    child.kill('SIGKILL')
  }
}

type LastNews = Exclude<WhisperNews, { kind: 'progress' }>

function lastNews(child: ChildProcess, { signal, report }: SpeechContext): Promise<LastNews> {
  return new Promise((resolve, reject) => {
    const said = keepTail(child)
    const stall = watchForStall(stallSeconds, () => child.kill('SIGKILL'))
    const stop = (): void => void child.kill('SIGKILL')
    signal.addEventListener('abort', stop, { once: true })
    child.on('message', (news: WhisperNews) => {
      if (news.kind !== 'progress') return resolve(news)
      stall.see('progress', String(news.percent))
      // It counts beyond the end where the sound is not a whole number of half minutes.
      report(Math.min(1, news.percent / 100))
    })
    child.once('error', error => reject(stopped(error, said())))
    child.once('close', (code, killedBy) => {
      stall.end()
      signal.removeEventListener('abort', stop)
      reject(signal.aborted ? signal.reason : stopped(`ended with ${killedBy ?? code}`, said()))
    })
  })
}

function keepTail(child: ChildProcess): () => string {
  let tail = ''
  child.stderr?.on('data', (bytes: Buffer) => { tail = (tail + bytes.toString()).slice(-keptLogBytes) })
  return () => tail
}

function stopped(why: unknown, said: string): AppError {
  return new AppError('speech.model_unusable', 'Whisper stopped with an error; there may be too little memory for this model.', { cause: new Error(`${String(why)}\n${said}`) })
}

function failureOf({ why, detail }: Extract<LastNews, { kind: 'failed' }>): AppError {
  const cause = new Error(detail)
  switch (why) {
    case 'binding': return new AppError('speech.model_unusable', 'Whisper does not run on this kind of machine; please set SPEECH_API_URL instead of WHISPER_MODEL.', { cause })
    case 'model': return new AppError('speech.model_unusable', 'The file that WHISPER_MODEL names is no working Whisper model; `npm run setup -- speech` fetches one.', { cause })
    case 'sound': return new AppError('speech.refused', 'Whisper could not write the sound down.', { cause })
  }
}
