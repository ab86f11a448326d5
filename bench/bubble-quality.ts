import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { convertOptions, type Box, type EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { FrameSpan, Span } from '@f2l/common/contracts/span.ts'
import type { Cue, Transcript } from '@f2l/common/contracts/transcript.ts'
import type { Analysis, MediaInfo } from '../worker/src/plan/facts.ts'
import { planEdit } from '../worker/src/plan/plan-edit.ts'
import { analyse } from '../worker/src/stages/analyse.ts'
import { probe } from '../worker/src/stages/probe.ts'
import { render } from '../worker/src/stages/render.ts'
import type { BrowserTools } from '../worker/src/tools/browser.ts'
import { loadFaceDetector, overlap, type FaceDetector, type SeenFace } from '../worker/src/tools/face-detector.ts'
import { runFfmpeg, type FfmpegTools } from '../worker/src/tools/ffmpeg.ts'
import { isThere } from '../worker/src/tools/is-there.ts'
import { isCameraVisible, judge, momentsOf, type Truth, type Verdict } from './bubble-judge.ts'
import { makeCameras } from './camera-feeds.ts'
import { composeMeeting } from './compose-meeting.ts'
import { activeSpeakers, meetings, placementsOf, type Meeting } from './gallery-meetings.ts'
import { median } from './measure.ts'

export interface BubbleBench {
  tools: FfmpegTools
  browser: BrowserTools
  /** Only these meetings; all when absent. */
  only?: string[]
  /** Keeps what was composed for the next run; a temporary folder when absent. */
  folder?: string
}

export interface MeetingFigures {
  /** Share of the output's time in which the bubble shows somebody who speaks: their face, or their initials while their camera is not to be seen. */
  right: number
  /** The same, asked only of the name that the plan has for the bubble: who speaks when. */
  rightName: number
  wrongFace: number
  initialsThoughVisible: number
  /** Share of the rendered frames with a face inside the circle, of those in which the camera of the person meant is to be seen. */
  faceInCircle: number | null
  framesLookedAt: number
  /** Height of the eyes in the circle, 0 top, 1 bottom; median. */
  eyesAt: number | null
  /** Farthest that the crop of one person in one tile moves from one showing to the next, in points of the bubble. */
  farthestMovePx: number
}

export interface BubbleFigures { faces: string; right: number; worstRight: number; faceInCircle: number; worstFaceInCircle: number; meetings: Record<string, MeetingFigures> }

const names = ['Adam Reid', 'Beth Moore', 'Callum Hart', 'Diana Lowe']
const sound = fileURLToPath(new URL('../demo/media/inputs/meeting-four-speakers.flac', import.meta.url))
const spoken = fileURLToPath(new URL('../demo/media/inputs/meeting-four-speakers.truth.json', import.meta.url))
const meetingSeconds = 93.76
/** Rendered to be looked at: everybody speaks in them, and views change. The plan is judged as a whole. */
const renderedSpans: Span[] = [{ start: 0, end: 14 }, { start: 26, end: 42 }, { start: 58, end: 70 }]
const looksPerSecond = 2
const lookSize = 192
/** BlazeFace's box is centred on the nose: the eyes are at this part of its height. */
const eyesInFace = 0.27

/**
 * Meetings composed from faces with known speaker times go through probe, analyse, plan and render; what the bubble
 * shows is compared with who speaks and with where everybody's tile is.
 */
export async function benchBubble({ tools, browser, only, folder: kept }: BubbleBench): Promise<BubbleFigures> {
  const folder = kept ?? await mkdtemp(join(tmpdir(), 'f2l-bubble-'))
  const signal = AbortSignal.timeout(3_600_000)
  try {
    await mkdir(folder, { recursive: true })
    const detector = await loadFaceDetector()
    const figures: Record<string, MeetingFigures> = {}
    let faces = ''
    for (const meeting of meetings.filter(({ name }) => only?.includes(name) ?? true)) {
      const { note, ...spoken } = await peopleIn(meeting, folder, tools, signal)
      faces = note
      figures[meeting.name] = await measureMeeting({ meeting, ...spoken, folder, tools, browser, detector, signal })
    }
    await detector.release()
    return { faces, ...summary(Object.values(figures)), meetings: figures }
  } finally {
    if (kept === undefined) await rm(folder, { recursive: true, force: true })
  }
}

function summary(figures: MeetingFigures[]): Pick<BubbleFigures, 'right' | 'worstRight' | 'faceInCircle' | 'worstFaceInCircle'> {
  const right = figures.map(each => each.right)
  const looked = figures.filter(({ faceInCircle }) => faceInCircle !== null)
  const frames = looked.reduce((sum, each) => sum + each.framesLookedAt, 0)
  return {
    right: rounded(right.reduce((sum, value) => sum + value, 0) / right.length), worstRight: Math.min(...right),
    faceInCircle: rounded(looked.reduce((sum, each) => sum + each.faceInCircle! * each.framesLookedAt, 0) / Math.max(1, frames)),
    worstFaceInCircle: Math.min(...looked.map(each => each.faceInCircle!)),
  }
}

export interface People { turns: Span[][]; cues: Cue[]; cameras: string[]; soundPath: string }

/** What is said in a meeting, and a camera of each person; the cameras of meetings that begin alike are the same. */
export async function peopleIn({ beginsAt = 0, isRestless = false }: Meeting, folder: string, tools: FfmpegTools, signal: AbortSignal): Promise<People & { note: string }> {
  const own = beginsAt === 0 && !isRestless ? folder : join(folder, isRestless ? 'restless' : `from-${beginsAt}`)
  await mkdir(own, { recursive: true })
  const cues = (await readCues()).map(cue => ({ ...cue, start: turned(cue.start, beginsAt), end: turned(cue.end, beginsAt) })).sort((a, b) => a.start - b.start)
  const turns = names.map(name => cues.filter(({ speaker }) => speaker === name).map(({ start, end }): Span => ({ start, end })))
  const { paths, note } = await makeCameras(isRestless ? names.map(() => [{ start: 0, end: meetingSeconds }]) : turns, meetingSeconds, own, tools, signal)
  return { cues, turns, cameras: paths, note, soundPath: beginsAt === 0 ? sound : await turnedSound(beginsAt, own, tools, signal) }
}

async function readCues(): Promise<Cue[]> {
  const { turns } = JSON.parse(await readFile(spoken, 'utf8')) as { turns: { speaker: string; start: number; end: number; text: string }[] }
  return turns.map(turn => ({ ...turn, speaker: names['ABCD'.indexOf(turn.speaker)]! }))
}

function turned(at: number, beginsAt: number): number {
  return at >= beginsAt ? at - beginsAt : at - beginsAt + meetingSeconds
}

async function turnedSound(beginsAt: number, folder: string, tools: FfmpegTools, signal: AbortSignal): Promise<string> {
  const path = join(folder, 'sound.wav')
  await runFfmpeg(tools, {
    inputs: [{ path: sound, options: [] }], graph: `[0:a]asplit[a][b];[a]atrim=${beginsAt}:${meetingSeconds},asetpts=PTS-STARTPTS[late];[b]atrim=0:${beginsAt}[early];[late][early]concat=n=2:v=0:a=1[sound]`,
    outputs: [{ path, options: ['-map', '[sound]'] }],
  }, { signal, task: 'turning the sound' })
  return path
}

interface Job extends People { meeting: Meeting; folder: string; tools: FfmpegTools; browser: BrowserTools; detector: FaceDetector; signal: AbortSignal }

async function measureMeeting(job: Job): Promise<MeetingFigures> {
  const { meeting: { name }, folder, tools, browser, detector, signal } = job
  const { path, media, analysis, plan, truth } = await planMeeting(job)
  const sample = sampleOf(plan)
  const input = { sourcePath: path, media, plan: sample, loudness: analysis.loudness, folder: join(folder, name, 'render'), processes: availableParallelism() }
  const { videoPath } = await render(input, { tools, browser, signal, report: () => undefined })
  const { verdicts, nameShare } = judge(plan, truth)
  const share = (verdict: Verdict): number => rounded(verdicts.filter(each => each === verdict).length / verdicts.length)
  return {
    right: share('right'), rightName: rounded(nameShare), wrongFace: share('wrong-face'), initialsThoughVisible: share('initials-though-visible'),
    ...await lookIntoCircle(videoPath, sample, truth, detector, tools, signal), farthestMovePx: farthestMove(plan, truth),
  }
}

/** Composes the meeting unless it is there, and plans its video as the pipeline does. */
export async function planMeeting({ meeting, turns, cues, cameras, soundPath, folder, tools, signal }: Omit<Job, 'browser' | 'detector'>): Promise<{ path: string; media: MediaInfo; analysis: Analysis; plan: EditPlan; truth: Truth }> {
  const active = activeSpeakers(turns, meetingSeconds)
  const placed = placementsOf(meeting, active, meetingSeconds)
  const path = join(folder, `${meeting.name}.mp4`)
  if (!await isThere(path)) await composeMeeting({ meeting, placed, active, names, cameras, soundPath, seconds: meetingSeconds, folder }, path, tools, signal)
  const own = join(folder, meeting.name)
  await mkdir(own, { recursive: true })
  const context = { tools, signal, report: () => undefined }
  const transcript: Transcript = { origin: 'file', language: 'en', hasMeasuredEnds: true, cues }
  const media = await probe(path, { sha256: meeting.name, maxSeconds: 3600 }, context)
  const analysis = await analyse({ sourcePath: path, media, transcript, folder: own }, context)
  const notes = { title: meeting.name, recordedAt: null, participants: [], summaryMarkdown: null, actionItems: [], highlights: [] }
  const plan = planEdit({ media, analysis, transcript, notes, options: convertOptions.parse({}), title: null, fileName: 'meeting.mp4' })
  return { path, media, analysis, plan, truth: { names, turns, placed } }
}

/** The plan for the rendered seconds alone. */
function sampleOf(plan: EditPlan): EditPlan {
  const rate = plan.frameRate.num / plan.frameRate.den
  const keep = renderedSpans.flatMap(span => plan.keep.map(piece => ({ start: Math.max(piece.start, Math.round(span.start * rate)), end: Math.min(piece.end, Math.round(span.end * rate)) })))
  return { ...plan, keep: keep.filter(({ start, end }) => end > start) }
}

async function lookIntoCircle(path: string, plan: EditPlan, truth: Truth, detector: FaceDetector, tools: FfmpegTools, signal: AbortSignal): Promise<Pick<MeetingFigures, 'faceInCircle' | 'framesLookedAt' | 'eyesAt'>> {
  const moments = momentsOf(plan, 1 / looksPerSecond)
  const pictures = plan.layout.bubble ? await bubblePictures(path, plan.layout.bubble.box, plan.titleCard.frames * plan.frameRate.den / plan.frameRate.num, tools, signal) : []
  const shown = moments.flatMap((moment, index) => pictures[index] && moment.segment?.show.kind !== 'none' && isCameraVisible(moment, truth) ? [pictures[index]] : [])
  const looked: (SeenFace | null)[] = []
  for (const picture of shown) looked.push(await inCircle(detector, picture))
  const seen = looked.filter(face => face !== null)
  return {
    faceInCircle: looked.length > 0 ? rounded(seen.length / looked.length) : null, framesLookedAt: looked.length,
    eyesAt: seen.length > 0 ? rounded(median(seen.map(({ face }) => (face.y + eyesInFace * face.height) / lookSize))) : null,
  }
}

async function bubblePictures(path: string, { x, y, width, height }: Box, from: number, tools: FfmpegTools, signal: AbortSignal): Promise<Uint8Array[]> {
  const pieces: Buffer[] = []
  await runFfmpeg(tools, {
    inputs: [{ path, options: ['-an', '-ss', from.toFixed(3)] }],
    graph: `[0:v]fps=${looksPerSecond}:round=up,crop=${width}:${height}:${x}:${y},scale=${lookSize}:${lookSize},format=rgb24[v]`,
    outputs: [{ path: 'pipe:1', options: ['-map', '[v]', '-f', 'rawvideo'] }],
  }, { signal, task: 'looking into the bubble', onOutput: bytes => { pieces.push(bytes) } })
  const all = Buffer.concat(pieces)
  const size = 3 * lookSize * lookSize
  return Array.from({ length: Math.floor(all.length / size) }, (_, index) => all.subarray(index * size, (index + 1) * size))
}

/** A face of a head's size whose middle is well inside the circle. */
async function inCircle(detector: FaceDetector, rgb: Uint8Array): Promise<SeenFace | null> {
  const found = await detector.find({ width: lookSize, height: lookSize, rgb })
  return found.find(({ face }) => face.width > 0.2 * lookSize && Math.hypot(face.x + face.width / 2 - lookSize / 2, face.y + face.height / 2 - lookSize / 2) < 0.25 * lookSize) ?? null
}

function farthestMove({ bubble, layout, frameRate }: EditPlan, { placed, names: people }: Truth): number {
  const diameter = layout.bubble?.box.width ?? 0
  const middleOf = ({ start, end }: FrameSpan): number => (start + end) / 2 * frameRate.den / frameRate.num
  let farthest = 0
  for (const { box, spans, person } of placed) {
    const isHere = (at: number): boolean => spans.some(({ start, end }) => at >= start && at < end)
    const crops = bubble.flatMap(({ show, speaker, frames }) => show.kind === 'face' && speaker === people[person] && isHere(middleOf(frames)) && overlap(show.crop, box) > 0.97 ? [show.crop] : [])
    for (const [index, crop] of crops.entries()) {
      const before = crops[index - 1]
      if (before) farthest = Math.max(farthest, Math.hypot(crop.x - before.x, crop.y - before.y) / crop.width * diameter)
    }
  }
  return Math.round(farthest)
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000
}
