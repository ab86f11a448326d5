import { createReadStream } from 'node:fs'
import { rename } from 'node:fs/promises'
import { runFfmpeg, type FfmpegTools } from './ffmpeg.ts'
import { isThere } from './is-there.ts'

/** What speech recognisers are trained on. */
export const speechRate = 16_000
const bytesPerSample = 2

interface Run { tools: FfmpegTools; signal: AbortSignal; report(seconds: number): void }

/**
 * Writes a recording's sound as bare 16-bit samples, 16 kHz mono, sample 0 at source second 0, gaps filled with
 * silence. A file that is there was written whole. 115 MB an hour.
 */
export async function writeSpeechSound(source: { path: string; streamIndex: number }, soundPath: string, { tools, signal, report }: Run): Promise<void> {
  if (await isThere(soundPath)) return
  await runFfmpeg(tools, {
    inputs: [{ path: source.path, options: ['-vn', '-sn', '-dn'] }],
    graph: `[0:${source.streamIndex}]aresample=${speechRate}:async=1:first_pts=0,aformat=sample_fmts=s16:channel_layouts=mono[speech]`,
    outputs: [{ path: `${soundPath}.part`, options: ['-map', '[speech]', '-f', 's16le'] }],
  }, { signal, task: 'reading the sound for speech-to-text', onProgress: report })
  await rename(`${soundPath}.part`, soundPath)
}

/** RMS (0..1) of each stretch of `seconds` of such a file. */
export async function readLevels(soundPath: string, seconds: number, signal: AbortSignal): Promise<number[]> {
  const block = Math.round(speechRate * seconds) * bytesPerSample
  const levels: number[] = []
  let rest = Buffer.alloc(0) as Buffer
  for await (const bytes of createReadStream(soundPath, { highWaterMark: 64 * block, signal })) {
    rest = rest.length === 0 ? bytes as Buffer : Buffer.concat([rest, bytes as Buffer])
    let at = 0
    for (; at + block <= rest.length; at += block) levels.push(rmsOf(rest.subarray(at, at + block)))
    rest = rest.subarray(at)
  }
  if (rest.length >= bytesPerSample) levels.push(rmsOf(rest))
  return levels
}

/** Writes samples `from` (included) to `to` (not) of such a file as 16-bit FLAC: exact, and at worst hardly larger than the samples are. */
export async function writePiece(soundPath: string, { from, to }: { from: number; to: number }, piecePath: string, { tools, signal }: Omit<Run, 'report'>): Promise<void> {
  await runFfmpeg(tools, {
    inputs: [{ path: 'pipe:0', options: ['-f', 's16le', '-ar', String(speechRate), '-ac', '1'] }],
    outputs: [{ path: piecePath, options: ['-c:a', 'flac', '-f', 'flac'] }],
  }, {
    signal, task: 'cutting the sound for speech-to-text',
    input: createReadStream(soundPath, { start: from * bytesPerSample, end: to * bytesPerSample - 1 }),
  })
}

function rmsOf(bytes: Buffer): number {
  let sum = 0
  for (let at = 0; at + 1 < bytes.length; at += bytesPerSample) sum += bytes.readInt16LE(at) ** 2
  return Math.sqrt(sum / Math.floor(bytes.length / bytesPerSample)) / 32768
}
