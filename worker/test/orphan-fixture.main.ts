import { makeFfmpegTools, runFfmpeg } from '../src/tools/ffmpeg.ts'

/** Lets ffmpeg draw without end into the file that is named; for a test that kills this process. */
const tools = makeFfmpegTools({ FFMPEG_PATH: process.env['FFMPEG_PATH'] ?? 'ffmpeg', FFPROBE_PATH: 'ffprobe' }, process.env)
await runFfmpeg(tools, {
  inputs: [{ path: 'testsrc=s=320x180', options: ['-re', '-f', 'lavfi'] }],
  outputs: [{ path: process.argv[2]!, options: ['-c:v', 'rawvideo', '-f', 'rawvideo', '-flush_packets', '1'] }],
}, { signal: new AbortController().signal, task: 'drawing without end', niceness: 5 })
