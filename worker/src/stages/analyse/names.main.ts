import type { FfmpegTools } from '../../tools/ffmpeg.ts'
import { serveProcess } from '../../tools/own-process.ts'
import { nameFaces, type NamesInput } from './name-faces.ts'

/** Entry of the process that reads names: after looking, whose memory has gone by then. */
export interface NamesTask { input: NamesInput; tools: FfmpegTools }

await serveProcess<NamesTask, Record<string, number[]>>(({ input, tools }, context) => nameFaces(input, { tools, ...context }))
