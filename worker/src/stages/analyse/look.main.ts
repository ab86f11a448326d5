import type { FfmpegTools } from '../../tools/ffmpeg.ts'
import { serveProcess } from '../../tools/own-process.ts'
import { findPicture, type PictureInput, type Seen } from './find-picture.ts'

/** Entry of the process that looks at a recording. */
export interface LookTask { input: PictureInput; tools: FfmpegTools }

await serveProcess<LookTask, Seen>(({ input, tools }, context) => findPicture(input, { tools, ...context }))
