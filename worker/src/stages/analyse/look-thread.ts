import type { FfmpegTools } from '../../tools/ffmpeg.ts'
import { serveThread } from '../../tools/own-thread.ts'
import { findPicture, type PictureInput, type Seen } from './find-picture.ts'

/** Entry of the thread that looks at a recording. */
export interface LookTask { input: PictureInput; tools: FfmpegTools }

await serveThread<LookTask, Seen>(({ input, tools }, context) => findPicture(input, { tools, ...context }))
