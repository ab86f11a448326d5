import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { measure, median, type Cost } from './measure.ts'

const convertProgram = fileURLToPath(new URL('../worker/src/convert.main.ts', import.meta.url))
const runs = 3
const seconds = 60

export interface RenderFigures { wallRatio: number; cpuRatio: number; runs: number }

/** The whole `convert` against the bare transcode of the same input, run by turns; medians, as ratios. */
export async function benchRender(input: string | undefined, ffmpeg: string): Promise<RenderFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'f2l-bench-'))
  try {
    const source = input ?? await makeInput(join(folder, 'input.mp4'), ffmpeg)
    const ours: Cost[] = []
    const bare: Cost[] = []
    for (let run = 0; run < runs; run++) {
      bare.push(await measure(ffmpeg, ['-y', '-nostdin', '-v', 'error', '-i', source, '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-c:a', 'aac', join(folder, `bare-${run}.mp4`)]))
      ours.push(await measure(process.execPath, [convertProgram, source, '--out', join(folder, `ours-${run}`), '--trim', input ? 'on' : 'off']))
    }
    const ratio = (of: (cost: Cost) => number): number => Number((median(ours.map(of)) / median(bare.map(of))).toFixed(2))
    return { wallRatio: ratio(cost => cost.wallSeconds), cpuRatio: ratio(cost => cost.cpuSeconds), runs }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A minute of 720p that moves as much as a call does, with sound. */
async function makeInput(path: string, ffmpeg: string): Promise<string> {
  await measure(ffmpeg, ['-y', '-nostdin', '-v', 'error', '-f', 'lavfi', '-i', `testsrc2=s=1280x720:r=25:d=${seconds}`, '-f', 'lavfi', '-i', `anoisesrc=d=${seconds}:c=pink:a=0.2:r=48000`,
    '-vf', 'noise=alls=4:allf=t', '-c:v', 'libx264', '-preset', 'veryfast', '-g', '125', '-c:a', 'aac', '-pix_fmt', 'yuv420p', path])
  return path
}
