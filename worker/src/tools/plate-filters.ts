import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { FfmpegInput } from './ffmpeg.ts'
import type { DrawnPlate } from './plates.ts'

/** PNG to YUV takes BT.601 unless told, and palette pictures ignore that unless they are RGB first. */
export const opaque = 'format=rgb24,scale=out_color_matrix=bt709:out_range=tv,format=yuv420p'
export const seeThrough = 'format=rgba,scale=out_color_matrix=bt709:out_range=tv,format=yuva420p'

/** A plate as an input that gives one picture: it needs no decoder with threads, and memory, for each core. */
export function still(plate: DrawnPlate): FfmpegInput {
  return { path: plate.path, options: ['-threads', '1', '-f', 'png_pipe'] }
}

/** Frames of a still picture without end, on the output's grid. */
export function endless({ num, den }: EditPlan['frameRate']): string {
  return `fps=${num}/${den},loop=loop=-1:size=1:start=0,setpts=N`
}

/** Output labels of a `split`: `[b0][b1]…`. */
export function labels(name: string, count: number): string {
  return Array.from({ length: count }, (_, index) => `[${name}${index}]`).join('')
}
