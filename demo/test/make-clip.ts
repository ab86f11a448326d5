import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** A short clip with a moving picture and a tone; key frames every second, so that segments can be cut. */
export async function makeClip(path: string, { seconds, hasPicture = true }: { seconds: number; hasPicture?: boolean }): Promise<void> {
  const picture = hasPicture ? ['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=25', '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '25', '-pix_fmt', 'yuv420p'] : []
  await promisify(execFile)('ffmpeg', ['-nostdin', '-v', 'error', '-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000', ...picture, '-t', String(seconds), '-c:a', 'aac', '-shortest', path])
}
