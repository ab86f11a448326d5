import type { FfmpegTools } from '../../tools/ffmpeg.ts'
import { serveThread } from '../../tools/own-thread.ts'
import { listen, type Heard, type ListenInput } from './listen.ts'

/** Entry of the thread that hears a recording. */
export interface ListenTask { input: ListenInput; tools: FfmpegTools }

await serveThread<ListenTask, Heard>(({ input, tools }, context) => listen(input, { tools, ...context }))
