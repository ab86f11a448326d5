import { join } from 'node:path'
import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { AppError, toAppError } from '@f2l/common/errors.ts'
import { readAvcSource } from '../tools/avc-source.ts'
import { encodeChunk, type ChunkJob, type EncodedChunk } from '../tools/encode-chunk.ts'
import type { FfmpegTools } from '../tools/ffmpeg.ts'
import { joinFrames, joinVideo, type BesidePicture } from '../tools/join-video.ts'
import { joinedConfig, joinedFrames, type TrackPart } from '../tools/joined-track.ts'
import { softwareEncoder, type VideoEncoder } from '../tools/video-encoder.ts'

/** Software's parameter sets bear an id that GPU encoders do not use, so that both kinds of chunks can stand in one track. */
const softwareBesideGpu: VideoEncoder = { ...softwareEncoder, arguments: [...softwareEncoder.arguments, '-x264opts', 'sps-id=31'] }

interface EncodeRun { tools: FfmpegTools; signal: AbortSignal; onProgress(seconds: number): void; note?: ((sentence: string) => void) | undefined }

/** Encodes a chunk; one that a GPU fails at is encoded in software. */
export async function encodeSafely(job: ChunkJob, run: EncodeRun): Promise<EncodedChunk> {
  if (job.encoder === softwareEncoder) return encodeChunk(job, run)
  try {
    return await encodeChunk(job, run)
  } catch (error) {
    if (run.signal.aborted || toAppError(error).code !== 'render.ffmpeg_failed') throw error
    run.note?.(`${job.encoder.name} failed at a part of the video, which is encoded in software: ${toAppError(error).message}`)
    return { ...await encodeChunk({ ...job, encoder: softwareBesideGpu }, run), isFallback: true }
  }
}

/** Chunks of one encoder are joined as files; where two encoders took part, packet by packet. */
export async function joinChunks(chunks: EncodedChunk[], { layout: { width, height }, frameRate }: EditPlan, beside: BesidePicture, folder: string, path: string, { tools, signal }: { tools: FfmpegTools; signal: AbortSignal }): Promise<void> {
  if (new Set(chunks.map(chunk => Boolean(chunk.isFallback))).size <= 1) return joinVideo({ chunks, ...beside }, folder, path, tools, signal)
  const parts: TrackPart[] = []
  for (const { name, frames } of chunks) {
    const file = await readAvcSource(tools, { path: join(folder, name), streamIndex: 0 }, frameRate, signal)
    if (typeof file === 'string') throw new AppError('render.ffmpeg_failed', 'Putting the video together did not work: its parts are not of one kind. Trying again may help.', { cause: new Error(`${name}: ${file}`) })
    parts.push({ file, packets: { start: 0, end: frames } })
  }
  await joinFrames({ avcConfig: joinedConfig(parts), width, height, frameRate }, joinedFrames(parts, signal), beside, folder, path, tools, signal)
}
