import { runFfmpeg, type FfmpegCommand, type FfmpegTools } from './ffmpeg.ts'
import type { VideoEncoder } from './video-encoder.ts'

interface Run { tools: FfmpegTools; signal: AbortSignal }

export const clipSize = { width: 1280, height: 720 }
const clipFrames = 50
/** Longer than this and the machine is too busy to be measured. */
const timeLimitSeconds = 60

/** A picture as of a camera in a hand: soft shapes that sway, and a little noise in each frame. */
const picture = [
  `color=gray:s=160x90:r=25,format=yuv420p,noise=alls=90,scale=1440:810:flags=bicubic,loop=loop=-1:size=1:start=0`,
  `crop=${clipSize.width}:${clipSize.height}:80+60*sin(n/9):45+30*cos(n/13)`, 'noise=alls=4:allf=t',
].join(',')

/** Draws and encodes the clip once; its own cost is not measured. */
export async function makeClip(path: string, { tools, signal }: Run): Promise<void> {
  await runFfmpeg(tools, {
    inputs: [{ path: picture, options: ['-f', 'lavfi'] }],
    outputs: [{ path, options: ['-frames:v', String(clipFrames), '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-pix_fmt', 'yuv420p', '-g', '250', '-f', 'mp4'] }],
  }, { signal, task: 'measuring this machine', timeLimitSeconds })
}

/** Seconds a million points for reading the clip `rounds` times, in each of so many processes side by side. */
export async function measureDecode(clip: string, rounds: number, processes: number, run: Run): Promise<number> {
  const seconds = await sideBySide(processes, () => measured({
    inputs: [{ path: clip, options: loopOptions(rounds) }], outputs: [{ path: '-', options: ['-an', '-f', 'null'] }],
  }, run))
  return seconds.processor / megapixels(rounds)
}

/** The same for reading and encoding it, as a render does; on a GPU the time that passes is what counts. */
export async function measureTranscode(clip: string, encoder: VideoEncoder, rounds: number, processes: number, run: Run): Promise<number> {
  const seconds = await sideBySide(processes, () => measured({
    inputs: [{ path: clip, options: [...encoder.device ?? [], ...loopOptions(rounds)] }],
    graph: `[0:v]format=yuv420p${encoder.upload ? `,${encoder.upload}` : ''}[v]`,
    outputs: [{ path: '-', options: ['-map', '[v]', '-an', ...encoder.arguments, '-f', 'null'] }],
  }, run))
  return (encoder.name === 'libx264' ? seconds.processor : seconds.elapsed) / megapixels(rounds)
}

function loopOptions(rounds: number): string[] {
  return ['-threads', '1', '-stream_loop', String(rounds - 1)]
}

function megapixels(rounds: number): number {
  return rounds * clipFrames * clipSize.width * clipSize.height / 1_000_000
}

interface Taken { processor: number; elapsed: number }

async function sideBySide(processes: number, run: () => Promise<Taken>): Promise<Taken> {
  const all = await Promise.all(Array.from({ length: processes }, run))
  const mean = (pick: (taken: Taken) => number): number => all.reduce((sum, taken) => sum + pick(taken), 0) / all.length
  return { processor: mean(taken => taken.processor), elapsed: mean(taken => taken.elapsed) }
}

/** ffmpeg tells its own time: what the system was busy with beside it is not in it. */
async function measured(command: FfmpegCommand, { tools, signal }: Run): Promise<Taken> {
  const [first, ...rest] = command.inputs as [FfmpegCommand['inputs'][number], ...FfmpegCommand['inputs']]
  const inputs = [{ ...first, options: ['-benchmark', ...first.options ?? []] }, ...rest]
  const said = await runFfmpeg(tools, { ...command, inputs, logLevel: 'info' }, { signal, task: 'measuring this machine', timeLimitSeconds })
  const [, user, system, elapsed] = /bench: utime=([\d.]+)s stime=([\d.]+)s rtime=([\d.]+)s/.exec(said) ?? []
  return { processor: Number(user) + Number(system), elapsed: Number(elapsed) }
}
