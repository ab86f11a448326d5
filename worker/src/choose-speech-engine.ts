import { resolve } from 'node:path'
import type { Config } from '@f2l/common/config.ts'
import { makeSpeechEndpoint } from './tools/speech-endpoint.ts'
import type { SpeechToText } from './tools/speech-to-text.ts'
import { makeWhisperEngine } from './tools/whisper-engine.ts'

/** Settings that `chooseSpeechEngine` reads. */
export const speechSettings = ['SPEECH_API_URL', 'SPEECH_API_KEY', 'SPEECH_MODEL', 'WHISPER_MODEL', 'SPEECH_LANGUAGE'] as const

/** What recordings without a transcript are written down with. */
export interface Speech { engine: SpeechToText; language: string | null }

export interface SpeechMachine {
  /** Folder that a relative WHISPER_MODEL counts from. */
  root: string
  threads: number
  /** For the process that Whisper runs in: without secrets. */
  environment: Record<string, string>
}

/** A server that is set comes before a model on this machine; undefined without either. */
export function chooseSpeechEngine(config: Pick<Config, (typeof speechSettings)[number]>, { root, ...machine }: SpeechMachine): Speech | undefined {
  const language = config.SPEECH_LANGUAGE || null
  if (config.SPEECH_API_URL !== '') return { language, engine: makeSpeechEndpoint({ url: config.SPEECH_API_URL, key: config.SPEECH_API_KEY, model: config.SPEECH_MODEL }) }
  if (config.WHISPER_MODEL !== '') return { language, engine: makeWhisperEngine({ modelPath: resolve(root, config.WHISPER_MODEL), ...machine }) }
  return undefined
}
