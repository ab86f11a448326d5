import { withoutOptimising } from '../../tools/brief-wasm.ts'
import type { FfmpegTools } from '../../tools/ffmpeg.ts'
import { serveThread } from '../../tools/own-thread.ts'
import { nameFaces, type NamesInput } from './name-faces.ts'

/** Entry of the thread that reads names: after looking, whose memory has gone by then. */
export interface NamesTask { input: NamesInput; tools: FfmpegTools }

await serveThread<NamesTask, Record<string, number[]>>(({ input, tools }, context) => withoutOptimising(() => nameFaces(input, { tools, ...context })))
