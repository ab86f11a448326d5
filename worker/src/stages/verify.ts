import { stat } from 'node:fs/promises'
import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { Check, ConvertReport } from '@f2l/common/contracts/report.ts'
import { makeTimeMap } from '@f2l/common/contracts/time-map.ts'
import { AppError } from '@f2l/common/errors.ts'
import { chaptersOf } from '../plan/chapters.ts'
import { isLong } from '../plan/long-recording.ts'
import type { Loudness } from '../tools/loudness.ts'
import { topAtoms } from '../tools/mp4-atoms.ts'
import { runLimited, type Task } from '../tools/run-limited.ts'
import { freeIfLong } from './free-if-long.ts'
import { checkCaptions } from './verify/check-captions.ts'
import { checkPicture } from './verify/check-picture.ts'
import { checkPlayable } from './verify/check-playable.ts'
import { checkSound, type SoundChecks } from './verify/check-sound.ts'
import { openSight, type Sight } from './verify/looks.ts'
import { measureVideo, type Measured } from './verify/measure-video.ts'
import type { VerifyContext, VerifyInput } from './verify/verify-input.ts'

export interface Verified { video: ConvertReport['video']; checks: Check[] }

/**
 * Proves by measuring that the video is what the plan says.
 * @throws FailedChecks (an AppError `verify.failed`), naming every check that does not hold
 */
export async function verify(input: VerifyInput, context: VerifyContext): Promise<Verified> {
  const measured = await measureVideo(input.videoPath, context)
  const { checks, loudness } = await checkAll(input, measured, context)
  refuseFailed(checks)
  const { width, height } = input.plan.layout
  const { num, den } = input.plan.frameRate
  return {
    checks,
    video: {
      durationSeconds: measured.seconds, width, height, frameRate: num / den, sizeBytes: (await stat(input.videoPath)).size,
      loudnessLufs: loudness?.integratedLufs ?? null, truePeakDbtp: loudness?.truePeakDbtp ?? null,
    },
  }
}

async function checkAll(input: VerifyInput, measured: Measured, context: VerifyContext): Promise<{ checks: Check[]; loudness: Loudness | null }> {
  const { sound: { checks: sounds, loudness }, pictures, captions, playable } = await lookAndListen(input, measured, context)
  return {
    loudness,
    checks: [
      ...checkLengths(measured, input.plan), ...pictures, ...sounds, ...checkLoudness(loudness, input), checkChapters(measured, input.plan),
      captions, checkFastStart(await topAtoms(input.videoPath)), playable,
    ],
  }
}

interface LookedAt { sound: SoundChecks; pictures: Check[]; captions: Check; playable: Check }

/**
 * Two at a time: each is one process after the other. Of a long video one at a time: every program that reads it holds its index, and
 * the browser all of it.
 */
async function lookAndListen(input: VerifyInput, measured: Measured, context: VerifyContext): Promise<LookedAt> {
  const found: Partial<LookedAt> = {}
  let sight: Promise<Sight> | undefined
  const see = (): Promise<Sight> => sight ??= decodable(openSight(input, context))
  const lookAtAll = async (heard: Float32Array): Promise<void> => { found.pictures = await decodable(checkPicture(input, await see(), heard)) }
  const tasks: Task[] = [
    { weight: 5, work: async task => { found.sound = await decodable(checkSound(input, { ...context, ...task })) } },
    { weight: 3, work: async () => input.media.hasVideo ? lookAtAll(new Float32Array(0)) : void await see() },
    { weight: 1, work: async () => { found.captions = await checkCaptions(input, context) } },
    { weight: 2, work: async () => { found.playable = await checkPlayable(input, measured, await see(), context) } },
  ]
  const isAlone = isLong(input.media)
  await runLimited(isAlone ? tasks.map(task => freeing(task, input)) : tasks, isAlone ? 1 : 2, context.signal, context.report)
  // The drawn wave is compared with what is heard.
  if (!input.media.hasVideo) await lookAtAll(found.sound!.envelope)
  return found as LookedAt
}

function freeing({ weight, work }: Task, { media }: VerifyInput): Task {
  return { weight, work: task => work(task).finally(() => freeIfLong(media)) }
}

/** The source was decoded before: what cannot be decoded now is the video, and rendering it again may help. */
function decodable<T>(looking: Promise<T>): Promise<T> {
  return looking.catch((error: unknown) => {
    if (!(error instanceof AppError) || error.code !== 'render.ffmpeg_failed') throw error
    refuseFailed([{ name: 'playable', ok: false, detail: 'It cannot be decoded.' }])
    throw error
  })
}

/** `checks`: every check, also those that hold. */
export class FailedChecks extends AppError {
  readonly checks: Check[]

  constructor(message: string, checks: Check[]) {
    super('verify.failed', message)
    this.checks = checks
  }
}

function refuseFailed(checks: Check[]): void {
  const failed = checks.filter(check => !check.ok)
  if (failed.length === 0) return
  throw new FailedChecks(`The finished video did not pass its own check: ${failed.map(({ name, detail }) => `${name} (${detail})`).join('; ')}. Trying again may help.`, checks)
}

function checkLengths({ video, sound }: Measured, plan: EditPlan): Check[] {
  const [videoSeconds, soundSeconds, frames] = [video?.duration ?? Number.NaN, sound?.duration ?? Number.NaN, video?.nb_frames ?? Number.NaN]
  const frame = plan.frameRate.den / plan.frameRate.num
  const apart = Math.abs(videoSeconds - soundSeconds)
  const expected = Math.round(makeTimeMap(plan).outputSeconds / frame)
  return [
    { name: 'streams-equal-length', ok: apart <= frame + 0.001, detail: `Picture and sound differ by ${(apart * 1000).toFixed(1)} ms.` },
    { name: 'expected-length', ok: frames === expected && Math.abs(videoSeconds - expected * frame) <= frame, detail: `${frames} of ${expected} planned frames, ${videoSeconds.toFixed(3)} s.` },
  ]
}

function checkLoudness(loudness: Loudness | null, { plan, loudness: source }: VerifyInput): Check[] {
  const { targetLufs, peakDbtp } = plan.loudness
  if (loudness === null && source === null) {
    return (['loudness', 'true-peak'] as const).map(name => ({ name, ok: true, detail: 'The source itself is silent, so there is nothing to measure.' }))
  }
  const integrated = loudness?.integratedLufs ?? Number.NEGATIVE_INFINITY
  const peak = loudness?.truePeakDbtp ?? Number.NEGATIVE_INFINITY
  return [
    { name: 'loudness', ok: Math.abs(integrated - targetLufs) <= 1, detail: `${integrated.toFixed(1)} LUFS, wanted ${targetLufs} ± 1.` },
    { name: 'true-peak', ok: peak <= peakDbtp, detail: `${peak.toFixed(1)} dBTP, at most ${peakDbtp}.` },
  ]
}

function checkChapters({ chapters }: Measured, plan: EditPlan): Check {
  const wanted = chaptersOf(plan)
  const frame = plan.frameRate.den / plan.frameRate.num
  const ok = chapters.length === wanted.length && wanted.every(({ start }, index) => Math.abs(start - chapters[index]!) <= frame)
  return { name: 'chapters', ok, detail: `${chapters.length} of ${wanted.length} chapters are in the file${ok ? '' : ', not all at their place'}.` }
}

function checkFastStart(atoms: string[]): Check {
  const ok = atoms.includes('moov') && atoms.indexOf('moov') < atoms.indexOf('mdat')
  return { name: 'fast-start', ok, detail: `The file begins with ${atoms.slice(0, 4).join(', ')}.` }
}
