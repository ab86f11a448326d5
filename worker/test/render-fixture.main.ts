import { render } from '../src/stages/render.ts'
import { barePlan, browser, readRecording, signal, tools } from './barcode-recording.ts'

/** Renders one recording in a process of its own, in chunks and without copying, so that a test can kill it: SOURCE FOLDER. */
const [source, folder] = process.argv.slice(2) as [string, string]
const recording = await readRecording(source)
const plan = barePlan(recording, [{ start: 0, end: recording.media.grid.frames }])
await render({ sourcePath: source, media: recording.media, plan, loudness: null, folder, processes: 1, isSafer: true }, { tools, browser, signal, report: () => undefined })
