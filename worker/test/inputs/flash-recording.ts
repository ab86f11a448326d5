import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { tools } from '../barcode-recording.ts'

const run = promisify(execFile)
const lavfi = ['-f', 'lavfi', '-i']

/** Any ffmpeg command; the output is the last argument. */
export async function ffmpeg(...args: string[]): Promise<void> {
  await run(tools.ffmpegPath, ['-v', 'error', '-y', ...args], { timeout: 60_000 })
}

/** Four coloured quarters (so that turned and mirrored pictures are told apart), and a middle that is white for 0.2 s at each full second from 1 on. */
export function flashes({ size = '320x180', rate = '25', seconds = 3 } = {}): string[] {
  const box = (x: string, y: string, colour: string): string => `drawbox=x=${x}:y=${y}:w=iw/2:h=ih/2:color=${colour}:t=fill`
  const blink = `${box('iw/4', 'ih/4', 'white')}:enable='gte(t,0.99)*lt(mod(t+0.002,1),0.2)'`
  return [...lavfi, [
    `color=c=red:s=${size}:r=${rate}:d=${seconds}`, box('iw/2', '0', 'lime'), box('0', 'ih/2', 'blue'), box('iw/2', 'ih/2', 'yellow'),
    box('iw/4', 'ih/4', 'black'), blink,
  ].join(',')]
}

/** A soft hum, and a loud tone for 0.2 s at each full second from 1 on. */
export function beeps({ layout = 'mono', channels = 1, rate = 48_000, seconds = 3, hertz = 1000 } = {}): string[] {
  const wave = `0.08*sin(1300*t)+0.5*sin(2*PI*${hertz}*t)*gte(t,0.99)*lt(mod(t,1),0.2)`
  return [...lavfi, `aevalsrc='${Array.from({ length: channels }, () => wave).join('|')}':s=${rate}:d=${seconds}:c=${layout}`]
}

export const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p']
export const aac = ['-c:a', 'aac']

/** Writes a turn (degrees clockwise) into the track header of an MP4, as phones do. */
export async function turn(path: string, degrees: 90 | 180 | 270): Promise<void> {
  const bytes = await readFile(path)
  const [a, b] = { 90: [0, 1], 180: [-1, 0], 270: [0, -1] }[degrees] as [number, number]
  const matrix = bytes.indexOf('tkhd') + 4 + 40
  // Rows of a 3 × 3 matrix in 16.16 fixed point.
  for (const [index, value] of [a, b, 0, -b, a].entries()) bytes.writeInt32BE(value * 0x10000, matrix + 4 * index)
  await writeFile(path, bytes)
}
