import type { FfmpegTools } from '../../tools/ffmpeg.ts'
import { serveProcess } from '../../tools/own-process.ts'
import { listen, type Heard, type ListenInput } from './listen.ts'

/** Entry of the process that hears a recording. */
export interface ListenTask { input: ListenInput; tools: FfmpegTools }

await serveProcess<ListenTask, Heard>(({ input, tools }, context) => listen(input, { tools, ...context }))
