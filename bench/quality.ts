import { childEnvironment } from '../worker/src/tools/child-environment.ts'
import { makeFfmpegTools } from '../worker/src/tools/ffmpeg.ts'
import { benchBubble } from './bubble-quality.ts'
import type { Row } from './row.ts'
import { benchSpeechKept, type SpeechKept } from './speech-kept.ts'
import { benchTimeCode } from './time-code.ts'

export interface QualityBench { ffmpeg: string; ffprobe: string; say(line: string): void }

/** What the engine does to people's words and faces, on real recordings where they lie beside the project. */
export async function benchQuality({ ffmpeg, ffprobe, say }: QualityBench): Promise<Row[]> {
  const tools = makeFfmpegTools({ FFMPEG_PATH: ffmpeg, FFPROBE_PATH: ffprobe }, process.env)
  say('reading time codes …')
  const timeCode = await benchTimeCode(ffmpeg)
  say('listening for cut words …')
  const speech = await benchSpeechKept(tools)
  say('composing meetings and looking into their bubbles …')
  const bubble = await benchBubble({ tools, browser: { executablePath: process.env['PUPPETEER_EXECUTABLE_PATH'] ?? '', environment: childEnvironment(process.env), isRoot: process.getuid?.() === 0 } })
  return [
    timeCode === null
      ? { measure: 'frames that the burnt-in time code is off at a cut', goal: '≤ 1', figure: null, holds: null, detail: '../shared/media is not there' }
      : { measure: `frames that the burnt-in time code is off, most of ${timeCode.places} places at ${timeCode.cuts} cuts`, goal: '≤ 1', figure: timeCode.worstFrames, holds: timeCode.worstFrames <= 1 },
    ...speechRows('as recorded, clean', speech.asRecorded.clean, false), ...speechRows('as recorded, noise at 15 dB', speech.asRecorded.noise, false),
    ...speechRows('pauses put in, clean', speech.withPauses.clean, true), ...speechRows('pauses put in, noise at 15 dB', speech.withPauses.noise, true),
    ...Object.entries(bubble.meetings).flatMap(([name, { right, faceInCircle }]): Row[] => [
      { measure: `bubble, ${name}: right person, % of the time`, goal: '≥ 90', figure: percent(right), holds: right >= 0.9 },
      ...(faceInCircle === null ? [] : [{ measure: `bubble, ${name}: face in the circle, % of frames`, goal: '≥ 98', figure: percent(faceInCircle), holds: faceInCircle >= 0.98 }]),
    ]),
    { measure: `bubble, all (${bubble.faces}): right person, % of the time`, goal: '≥ 90', figure: percent(bubble.right), holds: bubble.right >= 0.9 },
  ]
}

function speechRows(name: string, { speechCut, pausesRemoved, pausesRemovedWithMargins }: SpeechKept, hasPauses: boolean): Row[] {
  const cut = { measure: `speech cut, % of annotated time (${name})`, goal: '< 0.2', figure: rounded(speechCut), holds: speechCut < 0.2 }
  if (!hasPauses) return [cut]
  return [cut, { measure: `pauses over 1 s removed, % of what lies beyond the kept margins (${name})`, goal: '≥ 95', figure: rounded(pausesRemoved), holds: pausesRemoved >= 95, detail: `${rounded(pausesRemovedWithMargins)} % with the margins` }]
}

function percent(share: number): number {
  return rounded(100 * share)
}

function rounded(value: number): number {
  return Number(value.toFixed(2))
}
