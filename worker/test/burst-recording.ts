import { runFfmpeg } from '../src/tools/ffmpeg.ts'
import { lavfi, readRecording, signal, tools, type Recording } from './barcode-recording.ts'

/** When each burst of noise begins; they last `burstSeconds`. */
export const burstStarts = [0.4, 1.3, 2.6, 3.5, 4.9]
export const burstSeconds = 0.4
export const recordingSeconds = 6

/** A recording of 6 s whose sound is silent but for five bursts of noise. */
export async function burstRecording(path: string): Promise<Recording> {
  const loud = burstStarts.map(start => `between(t,${start},${start + burstSeconds})`).join('+')
  await runFfmpeg(tools, {
    inputs: [
      { path: `smptebars=size=320x180:rate=10:duration=${recordingSeconds}`, options: lavfi },
      { path: `anoisesrc=d=${recordingSeconds}:c=pink:seed=3:a=0.6:r=48000`, options: lavfi },
    ],
    graph: `[1:a]volume='if(${loud},1,0)':eval=frame:precision=float,asetnsamples=n=48[a]`,
    outputs: [{ path, options: ['-map', '0:v', '-map', '[a]', '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac'] }],
  }, { signal, task: 'making a test clip' })
  return readRecording(path)
}
