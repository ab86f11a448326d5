import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

interface Part { x: number; y: number; width: number; height: number }

const size = { width: 240, height: 58 }

/** A part (shares of the picture) of the frame that is shown at a second, small and grey. */
export async function readRecordingPicture(ffmpeg: string, path: string, seconds: number, { x, y, width, height }: Part): Promise<Buffer> {
  // Sought to a little before, then the first frame whose time is up.
  const from = Math.max(0, seconds - 2)
  const { stdout } = await promisify(execFile)(ffmpeg, ['-v', 'error', '-nostdin', '-ss', from.toFixed(6), '-i', path, '-an',
    '-vf', `select='gte(t,${(seconds - from - 0.6 / 30).toFixed(6)})',crop=iw*${width}:ih*${height}:iw*${x}:ih*${y},scale=${size.width}:${size.height}:flags=area,format=gray`,
    '-frames:v', '1', '-f', 'rawvideo', 'pipe:1'], { encoding: 'buffer', maxBuffer: 1 << 20 })
  return stdout
}
