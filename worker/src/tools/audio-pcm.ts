import { runFfmpeg, type FfmpegTools } from './ffmpeg.ts'
import { readIntegrated } from './loudness.ts'

/** What the voice activity model was trained on. */
export const sampleRate = 16_000
/** Hertz: no voice is lower; a fan or a knocked table is, and would count as loud. */
const rumbleBelow = 80

export interface SoundRequest {
  path: string
  /** ffmpeg's index of the stream to hear. */
  streamIndex: number
  signal: AbortSignal
  onSamples(samples: Float32Array): void | Promise<void>
}

/**
 * Decodes the sound once: 16 kHz mono samples (−1..1) go to `onSamples` from source second 0 on,
 * gaps in the stream filled with silence, while the same decode is measured for loudness.
 * @returns its loudness (what lies above 8 kHz is not in it: in speech a tenth of an LU), or null for sound that is silent throughout
 */
export async function decodeSound(tools: FfmpegTools, { path, streamIndex, signal, onSamples }: SoundRequest): Promise<{ integratedLufs: number } | null> {
  const join = makeSampleJoiner()
  const said = await runFfmpeg(tools, {
    inputs: [{ path, options: ['-vn', '-sn', '-dn'] }],
    graph: `[0:${streamIndex}]aresample=${sampleRate}:async=1:first_pts=0,asplit=2[heard][measured];`
      + `[heard]highpass=f=${rumbleBelow},aformat=sample_fmts=flt:channel_layouts=mono[pcm];`
      + '[measured]ebur128=framelog=verbose[loud]',
    outputs: [
      { path: 'pipe:1', options: ['-map', '[pcm]', '-f', 'f32le', '-c:a', 'pcm_f32le'] },
      { path: '-', options: ['-map', '[loud]', '-f', 'null'] },
    ],
    logLevel: 'info',
  }, { signal, task: 'listening to the sound', onOutput: bytes => onSamples(join(bytes)) })
  const integratedLufs = readIntegrated(said)
  return integratedLufs === null ? null : { integratedLufs }
}

/** Pipes cut where they like; samples are four bytes. */
function makeSampleJoiner(): (bytes: Buffer) => Float32Array {
  let rest = Buffer.alloc(0)
  return bytes => {
    const all = rest.length > 0 ? Buffer.concat([rest, bytes]) : bytes
    const whole = all.length - all.length % 4
    rest = Buffer.from(all.subarray(whole))
    const samples = new Float32Array(whole / 4)
    new Uint8Array(samples.buffer).set(all.subarray(0, whole))
    return samples
  }
}
