import { createRequire } from 'node:module'
import { setPriority } from 'node:os'
import type { WhisperToken } from './whisper-tokens.ts'

/** Entry of the process that whisper-engine.ts starts for one piece of sound: a model that crashes or hangs takes nothing else with it. */
export interface WhisperTask { modelPath: string; soundPath: string; language: string; threads: number }
export type WhisperNews =
  | { kind: 'progress'; percent: number }
  | { kind: 'done'; language: string | null; text: string; tokens: WhisperToken[] }
  | { kind: 'failed'; why: 'binding' | 'model' | 'sound'; detail: string }

/** What we use of whisper.cpp's binding. */
interface WhisperBinding {
  WhisperContext: new (options: { filePath: string; useGpu: boolean }) => {
    transcribeFile(path: string, options: object): { promise: Promise<{ result: string; language?: string; segments: WhisperToken[] }> }
  }
}

/** The renderer and the heartbeat go first. */
const niceness = 5

function tell(news: WhisperNews): void {
  process.send!(news)
}

function attempt<T>(why: 'binding' | 'model', work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    tell({ kind: 'failed', why, detail: String(error) })
    return undefined
  }
}

async function write({ modelPath, soundPath, language, threads }: WhisperTask): Promise<void> {
  const binding = attempt('binding', () => createRequire(import.meta.url)(`@fugood/node-whisper-${process.platform}-${process.arch}`) as WhisperBinding)
  const model = binding && attempt('model', () => new binding.WhisperContext({ filePath: modelPath, useGpu: process.platform === 'darwin' }))
  if (model === undefined) return
  try {
    // One token a segment: so each brings its own times.
    const options = { language, maxThreads: threads, tokenTimestamps: true, maxLen: 1, onProgress: (percent: number) => tell({ kind: 'progress', percent }) }
    const { result, language: heard, segments } = await model.transcribeFile(soundPath, options).promise
    tell({ kind: 'done', language: heard ?? null, text: result, tokens: segments })
  } catch (error) {
    tell({ kind: 'failed', why: 'sound', detail: String(error) })
  }
}

setPriority(niceness)
process.once('message', (task: WhisperTask) => void write(task))
// Who started this is done with it, or dead: whatever the model computes, nobody waits for it.
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'))
