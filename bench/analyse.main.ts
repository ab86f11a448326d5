import { mkdir, readFile } from 'node:fs/promises'
import { parseTranscript } from '@f2l/common/transcript-formats/parse-transcript.ts'
import { analyse } from '../worker/src/stages/analyse.ts'
import { probe } from '../worker/src/stages/probe.ts'
import { makeFfmpegTools } from '../worker/src/tools/ffmpeg.ts'
import { makePacketShelf } from '../worker/src/tools/packet-shelf.ts'

/** The analysis of a recording, to be measured from outside: `analyse.main.ts RECORDING TRANSCRIPT FOLDER`; without a folder only what comes before it. */
const [sourcePath, transcriptPath, folder] = process.argv.slice(2) as [string, string, string | undefined]
const tools = makeFfmpegTools({ FFMPEG_PATH: process.env['FFMPEG_PATH'] || 'ffmpeg', FFPROBE_PATH: process.env['FFPROBE_PATH'] || 'ffprobe' }, process.env)
const packets = makePacketShelf(tools)
const signal = new AbortController().signal
const media = await probe(sourcePath, { sha256: '', maxSeconds: 100_000 }, { tools, packets, signal })
const transcript = parseTranscript(await readFile(transcriptPath))
if (folder) {
  await mkdir(folder, { recursive: true })
  await analyse({ sourcePath, media, transcript, folder }, { tools, packets, signal, report: () => undefined })
}
process.exit(0)
