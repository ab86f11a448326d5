import { resolve } from 'node:path'
import type { Config } from '@f2l/common/config.ts'
import type { PipelineTools } from './pipeline.ts'
import { makeSpeechEndpoint } from './tools/speech-endpoint.ts'
import { makeWhisperEngine } from './tools/whisper-engine.ts'
import type { speechSettings } from './worker-settings.ts'

export interface SpeechMachine {
  /** Folder that a relative WHISPER_MODEL counts from. */
  root: string
  threads: number
  /** For the process that Whisper runs in: without secrets. */
  environment: Record<string, string>
}

/** A server that is set comes before a model on this machine; undefined without either. */
export function chooseSpeechEngine(config: Pick<Config, (typeof speechSettings)[number]>, { root, ...machine }: SpeechMachine): PipelineTools['speech'] {
  const language = config.SPEECH_LANGUAGE || null
  if (config.SPEECH_API_URL !== '') return { language, engine: makeSpeechEndpoint({ url: config.SPEECH_API_URL, key: config.SPEECH_API_KEY, model: config.SPEECH_MODEL }) }
  if (config.WHISPER_MODEL !== '') return { language, engine: makeWhisperEngine({ modelPath: resolve(root, config.WHISPER_MODEL), ...machine }) }
  return undefined
}
