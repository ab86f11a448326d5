import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { convertOptions, type EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { parseTranscript } from '@f2l/common/transcript-formats/parse-transcript.ts'
import { captionsOf } from '@f2l/common/captions/caption-lines.ts'
import { planEdit } from '../worker/src/plan/plan-edit.ts'
import { analyse } from '../worker/src/stages/analyse.ts'
import { probe } from '../worker/src/stages/probe.ts'
import { render, type RenderInput } from '../worker/src/stages/render.ts'
import type { BrowserTools } from '../worker/src/tools/browser.ts'
import type { FfmpegTools } from '../worker/src/tools/ffmpeg.ts'
import { findBrowser } from '../worker/src/tools/find-browser.ts'
import type { MeetingInput } from './meeting-input.ts'

/** Seconds that a picture takes to be drawn, and what comes before it: for us the stills of the browser, for Remotion the start of it. */
export interface DrawCost { drawSeconds: number; startSeconds: number }

export interface RemotionPeer {
  ours(): Promise<DrawCost>
  theirs(): Promise<DrawCost>
}

export interface PeerTools { ffmpeg: FfmpegTools; browser: BrowserTools; processes: number }

const remotion = fileURLToPath(new URL('remotion', import.meta.url))
const signal = new AbortController().signal
const run = promisify(execFile)

/**
 * Remotion and our own render, to draw the same picture of the same ten seconds: canvas, round bubble, burnt captions, sound.
 * What we make has a title card of 2.4 s and a pill with the name besides. Null: Remotion is not installed.
 */
export async function remotionPeer(makeInput: () => Promise<MeetingInput>, folder: string, tools: PeerTools): Promise<RemotionPeer | null> {
  if (!existsSync(join(remotion, 'node_modules', '@remotion', 'renderer'))) return null
  await mkdir(folder, { recursive: true })
  const input = await makeInput()
  const ours = await planned(input, folder, tools.ffmpeg)
  const scenePath = join(folder, 'scene.json')
  await writeFile(scenePath, JSON.stringify(sceneOf(ours.plan)))
  let runs = 0
  return {
    ours: () => drawOurs(ours, join(folder, `ours-${++runs}`), tools),
    theirs: () => drawTheirs(scenePath, input.path, folder, tools.browser),
  }
}

type Planned = Pick<RenderInput, 'sourcePath' | 'media' | 'plan' | 'loudness'>

async function planned({ path, transcriptPath }: MeetingInput, folder: string, tools: FfmpegTools): Promise<Planned> {
  const media = await probe(path, { sha256: '', maxSeconds: 600 }, { tools, signal })
  const transcript = parseTranscript(await readFile(transcriptPath))
  const analysis = await analyse({ sourcePath: path, media, transcript, folder }, { tools, signal, report: () => undefined })
  const notes = { title: null, recordedAt: null, participants: [], summaryMarkdown: null, actionItems: [], highlights: [] }
  const plan = planEdit({ media, analysis, transcript, notes, options: convertOptions.parse({ trim: 'off', captions: 'burned' }), title: 'Concept review', fileName: 'meeting.mp4' })
  return { sourcePath: path, media, plan, loudness: analysis.loudness }
}

/** The whole, then once more with the stills at hand: the difference is what they take. */
async function drawOurs(planned: Planned, folder: string, { ffmpeg, browser, processes }: PeerTools): Promise<DrawCost> {
  const once = async (name: string): Promise<number> => {
    const startedAt = performance.now()
    await render({ ...planned, folder: join(folder, name), processes }, { tools: ffmpeg, browser, signal, report: () => undefined })
    return (performance.now() - startedAt) / 1000
  }
  const whole = await once('whole')
  await cp(join(folder, 'whole', 'plates'), join(folder, 'again', 'plates'), { recursive: true })
  const drawSeconds = await once('again')
  return { drawSeconds, startSeconds: Math.max(0, whole - drawSeconds) }
}

async function drawTheirs(scenePath: string, sourcePath: string, folder: string, browser: BrowserTools): Promise<DrawCost> {
  const { executablePath, environment } = await findBrowser(browser.executablePath)
  const { stdout } = await run(process.execPath, [join(remotion, 'draw.mjs'), scenePath, sourcePath, executablePath, folder], { env: { ...browser.environment, ...environment } })
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as DrawCost
}

/** The plan in the words of `remotion/meeting-video.jsx`; all times are frames. */
function sceneOf(plan: EditPlan): object {
  const { layout, source, frameRate, bubble, titleCard, sourceFrames } = plan
  const fps = frameRate.num / frameRate.den
  const frameAt = (seconds: number): number => Math.round(seconds * fps) - titleCard.frames
  return {
    width: layout.width, height: layout.height, fps, frames: sourceFrames,
    picture: layout.picture, cornerRadius: layout.cornerRadius, background: layout.background,
    source: { width: source.width, height: source.height },
    bubbleBox: layout.bubble?.box,
    bubbles: bubble.flatMap(({ frames, show }) => (show.kind === 'face' ? [{ ...frames, crop: show.crop }] : [])),
    captions: captionsOf(plan).map(({ start, end, lines }) => ({ start: frameAt(start), end: frameAt(end), lines })),
  }
}
