import { mkdir, readFile } from 'node:fs/promises'
import { parseTranscript } from '@f2l/common/transcript-formats/parse-transcript.ts'
import { analyse } from '../worker/src/stages/analyse.ts'
import { probe } from '../worker/src/stages/probe.ts'
import { makeFfmpegTools } from '../worker/src/tools/ffmpeg.ts'

/** Only the analysis of a recording, to be measured from outside: `analyse.main.ts RECORDING TRANSCRIPT FOLDER`. */
const [sourcePath, transcriptPath, folder] = process.argv.slice(2) as [string, string, string]
const tools = makeFfmpegTools({ FFMPEG_PATH: process.env['FFMPEG_PATH'] || 'ffmpeg', FFPROBE_PATH: process.env['FFPROBE_PATH'] || 'ffprobe' }, process.env)
const signal = new AbortController().signal
await mkdir(folder, { recursive: true })
const media = await probe(sourcePath, { sha256: '', maxSeconds: 100_000 }, { tools, signal })
await analyse({ sourcePath, media, transcript: parseTranscript(await readFile(transcriptPath)), folder }, { tools, signal, report: () => undefined })
process.exit(0)
