import { join } from 'node:path'
import { newTemporaryFolder, removeTemporaryFolder } from '@f2l/common/temporary-folder.ts'
import { runFfmpeg, runFfprobe, type FfmpegTools } from './ffmpeg.ts'
import { isThere } from './is-there.ts'

/** How ffmpeg is told to encode H.264. */
export interface VideoEncoder {
  name: string
  /** Options of the output. */
  arguments: string[]
  /** Options of the whole run, for encoders that work on a device. */
  device?: string[]
  /** Filter that hands pictures to the device; else they stay yuv420p. */
  upload?: string
}

/**
 * Measured on composed meetings against plain `veryfast` at the same SSIM: 0.72 of its processor time and 1.15 of its bytes.
 * Small partitions, weighted prediction and the 8×8 transform find next to nothing in screens and calm faces.
 */
const leanSearch = 'subme=1:me=dia:weightp=0:partitions=i4x4:8x8dct=0'

/** The software encoder, one thread a process: two processes beat one with two threads by a quarter. */
export const softwareEncoder: VideoEncoder = { name: 'libx264', arguments: ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-x264-params', leanSearch, '-threads', '1'] }

const renderNode = '/dev/dri/renderD128'
/**
 * GPU encoders in the order in which `auto` tries them, at settings near x264's crf 23 by their makers' guides.
 * `needs`: without one of these files `auto` does not try (macOS has its encoder in the system).
 */
const gpuEncoders: Record<string, VideoEncoder & { needs: string[] }> = {
  h264_nvenc: { name: 'h264_nvenc', needs: ['/dev/nvidiactl', '/dev/dxg'], arguments: ['-c:v', 'h264_nvenc', '-preset', 'p4', '-rc', 'vbr', '-cq', '25', '-b:v', '0', '-profile:v', 'high'] },
  h264_qsv: { name: 'h264_qsv', needs: [renderNode], upload: 'format=nv12', arguments: ['-c:v', 'h264_qsv', '-preset', 'fast', '-global_quality', '25', '-profile:v', 'high'] },
  h264_vaapi: { name: 'h264_vaapi', needs: [renderNode], device: ['-vaapi_device', renderNode], upload: 'format=nv12,hwupload', arguments: ['-c:v', 'h264_vaapi', '-qp', '25', '-profile:v', 'high'] },
  h264_videotoolbox: { name: 'h264_videotoolbox', needs: ['/System/Library/Frameworks/VideoToolbox.framework'], arguments: ['-c:v', 'h264_videotoolbox', '-q:v', '55', '-profile:v', 'high'] },
  h264_amf: { name: 'h264_amf', needs: ['/dev/kfd'], arguments: ['-c:v', 'h264_amf', '-quality', 'balanced', '-rc', 'cqp', '-qp_i', '23', '-qp_p', '25', '-profile:v', 'high'] },
}

/** What VIDEO_ENCODER may be set to. */
export type EncoderSetting = string

export interface EncoderChoice {
  encoder: VideoEncoder
  /** Why it is not the encoder that was asked for: a sentence for the log. */
  note: string | null
}

interface Size { width: number; height: number }

const chosen = new Map<string, EncoderChoice>()

/**
 * The encoder for pictures of this size: one on a GPU only after it has really encoded some, else software.
 * Tried once a process and size.
 */
export async function chooseEncoder(setting: EncoderSetting, size: Size, tools: FfmpegTools, signal: AbortSignal): Promise<EncoderChoice> {
  const key = JSON.stringify([setting, size.width, size.height, tools.ffmpegPath])
  const known = chosen.get(key)
  if (known) return known
  const choice = await choose(setting, size, tools, signal)
  chosen.set(key, choice)
  return choice
}

async function choose(setting: EncoderSetting, size: Size, tools: FfmpegTools, signal: AbortSignal): Promise<EncoderChoice> {
  if (setting === softwareEncoder.name) return { encoder: softwareEncoder, note: null }
  const candidates = setting === 'auto' ? await likelyEncoders() : [gpuEncoders[setting] ?? { name: setting, arguments: ['-c:v', setting] }]
  for (const encoder of candidates) if (await canEncode(encoder, size, tools, signal)) return { encoder, note: null }
  const note = candidates.length === 0 ? null : `${candidates.map(encoder => encoder.name).join(', ')} could not encode test pictures of ${size.width} × ${size.height}, so videos are encoded in software.`
  return { encoder: softwareEncoder, note }
}

async function likelyEncoders(): Promise<VideoEncoder[]> {
  const found = await Promise.all(Object.values(gpuEncoders).map(async encoder => (await Promise.all(encoder.needs.map(isThere))).some(Boolean) ? [encoder] : []))
  return found.flat()
}

const testFrames = 25
const testLimitSeconds = 20

/** Encodes a second of moving pictures at the size of the output and decodes it: all of them must come back. */
export async function canEncode(encoder: VideoEncoder, { width, height }: Size, tools: FfmpegTools, signal: AbortSignal): Promise<boolean> {
  const folder = await newTemporaryFolder('encoder')
  try {
    const path = join(folder, 'test.mp4')
    await runFfmpeg(tools, {
      inputs: [{ path: `testsrc2=s=${width}x${height}:r=25`, options: [...encoder.device ?? [], '-f', 'lavfi'] }],
      graph: `[0:v]format=yuv420p${encoder.upload ? `,${encoder.upload}` : ''}[v]`,
      outputs: [{ path, options: ['-map', '[v]', '-frames:v', String(testFrames), ...encoder.arguments, '-f', 'mp4'] }],
    }, { signal, task: `trying ${encoder.name}`, timeLimitSeconds: testLimitSeconds })
    const probed = await runFfprobe(tools, path, ['-count_frames', '-show_entries', 'stream=codec_name,nb_read_frames'], signal) as { streams?: { codec_name?: string; nb_read_frames?: string }[] }
    const stream = probed.streams?.[0]
    return stream?.codec_name === 'h264' && Number(stream.nb_read_frames) === testFrames
  } catch {
    // Whatever it failed with: software can do it. An abort is not the encoder's fault.
    signal.throwIfAborted()
    return false
  } finally {
    await removeTemporaryFolder(folder)
  }
}
