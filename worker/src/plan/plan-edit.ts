import type { ConvertOptions, Cut, EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { FrameSpan, Span } from '@f2l/common/contracts/span.ts'
import type { Cue, MeetingNotes, Transcript } from '@f2l/common/contracts/transcript.ts'
import { AppError } from '@f2l/common/errors.ts'
import { bubbleTrack, layoutChangesOf } from './bubble-track.ts'
import { findChapters } from './chapters.ts'
import { chooseLength } from './choose-length.ts'
import { withFillerCuts } from './cut-fillers.ts'
import type { Analysis, MediaInfo } from './facts.ts'
import { findSilences, keptBetween } from './find-cuts.ts'
import { layoutFor } from './layout.ts'
import { loudnessGain } from './loudness-gain.ts'
import { noiseToReduce } from './noise-reduction.ts'
import { decodeLevels } from './sound-levels.ts'
import { speechCover, type SpeechEvidence } from './speech-cover.ts'
import { decodeTimbre } from './timbre.ts'
import { titleCard } from './title-card.ts'
import { withoutCutByHand } from './told-cues.ts'

export interface PlanInput {
  media: MediaInfo
  analysis: Analysis
  transcript: Transcript
  notes: MeetingNotes
  options: ConvertOptions
  /** A title known before the notes were read. */
  title: string | null
  fileName: string
}

/** One loudness for all videos, with room for the encoder's overshoot. */
const loudness = { targetLufs: -16, peakDbtp: -1.5 }
/** Less than this is no video but a blink. */
const leastKeptSeconds = 0.3

/**
 * Decides everything that the video is, from facts alone: same input, same plan.
 * @throws AppError `recording.nothing_left` when the recording is silent throughout
 */
export function planEdit(input: PlanInput): EditPlan {
  const { media, analysis, notes, options } = input
  const { num, den, frames } = media.grid
  const frameRate = { num, den }
  const cues = usableCues(input.transcript.cues, media.durationSeconds)
  const heard = hearAll(input, cues)
  const found = findCuts(input, heard)
  const card = titleCard(input, cues, frameRate)
  const { cuts, usualKeep, chunkBorders, ...told } = chooseLength(found, { ...heard, grid: media.grid, notes, titleCard: card, options })
  const keep = keptBetween(cuts, frames)
  refuseEmpty(keep, media)
  const bubble = bubbleTrack({ media, analysis, cues, keep: usualKeep, option: options.bubble, speakers: options.speakers, accent: options.accent })
  const hasBubble = bubble.some(({ show }) => show.kind !== 'none')
  return {
    version: 1,
    source: {
      sha256: media.sha256, durationSeconds: media.durationSeconds,
      width: media.video?.width ?? 0, height: media.video?.height ?? 0,
      hasVideo: media.hasVideo, hasAudio: media.hasAudio,
    },
    frameRate, sourceFrames: frames, keep, cuts, chunkBorders, entryFrames: entryFrames(analysis.keyTimes ?? [], media.grid), bubble, layoutChanges: layoutChangesOf(input), cues: told.cues,
    ...(options.speakers.length > 0 ? { speakers: options.speakers } : {}), ...(options.chapters === null ? {} : { ownChapters: options.chapters }),
    chapters: findChapters({ plan: { keep, frameRate, titleCard: card }, ...told.told, ...withoutCutByHand(told.told, cuts) }),
    highlights: notes.highlights, titleCard: card, captions: options.captions, captionStyle: options.captionStyle, captionSize: options.captionSize,
    layout: layoutFor({ width: media.video?.width ?? 0, height: media.video?.height ?? 0 }, hasBubble, options.look, options),
    ...soundOf(input, { keep: usualKeep, frameRate }),
  }
}

/** A frame behind the key picture: a time that was rounded down would miss it. */
function entryFrames(keyTimes: number[], { num, den, frames }: MediaInfo['grid']): number[] {
  return keyTimes.map(at => Math.round(at * num / den) + 1).filter((frame, index, all) => frame < frames && frame !== all[index - 1])
}

/** What is done to the sound as a whole, whatever of it is kept: an edit must not change how loud the rest is. */
function soundOf({ analysis, options }: PlanInput, plan: Pick<EditPlan, 'keep' | 'frameRate'>): Pick<EditPlan, 'loudness' | 'noiseReduction' | 'noiseFloorDbfs'> {
  const levels = decodeLevels(analysis.levels)
  const floor = options.noiseReduction === 'on' ? noiseToReduce(analysis.speech, levels) : null
  const gain = analysis.loudness && loudnessGain({ levels, plan, integratedLufs: analysis.loudness.integratedLufs, target: loudness })
  return {
    loudness: { ...loudness, ...(gain === null ? {} : { gainDb: gain }) },
    noiseReduction: floor !== null, ...(floor === null ? {} : { noiseFloorDbfs: floor }),
  }
}

function hearAll({ media, analysis, transcript }: PlanInput, cues: Cue[]): { evidence: SpeechEvidence; cover: Span[] } {
  const evidence = { speech: analysis.speech, levels: decodeLevels(analysis.levels), transcript: { ...transcript, cues }, screenMotion: analysis.screenMotion, durationSeconds: media.durationSeconds }
  return { evidence, cover: speechCover(evidence) }
}

/** All that may go: silences, and the fillers between them. */
function findCuts({ media, analysis, options }: PlanInput, { evidence, cover }: { evidence: SpeechEvidence; cover: Span[] }): Cut[] {
  if (options.trim === 'off' || !media.hasAudio) return []
  const silences = findSilences(evidence, media.grid, cover)
  if (options.fillers === 'off') return silences
  const timbre = analysis.timbre === undefined ? null : decodeTimbre(analysis.timbre)
  return withFillerCuts(silences, { sound: { speech: evidence.speech, levels: evidence.levels, timbre }, transcript: evidence.transcript, keepWords: options.keepWords }, media.grid)
}

/** Cues inside the recording, in order; a transcript may belong to a longer call. */
function usableCues(cues: Cue[], durationSeconds: number): Cue[] {
  return cues.filter(({ start, end, text }) => start < durationSeconds && end >= start && text.trim() !== '')
    .map(cue => ({ ...cue, end: Math.min(cue.end, durationSeconds) }))
    .sort((a, b) => a.start - b.start || a.end - b.end)
}

function refuseEmpty(keep: FrameSpan[], { grid }: MediaInfo): void {
  const kept = keep.reduce((sum, { start, end }) => sum + end - start, 0)
  if (kept > 0 && (kept === grid.frames || kept * grid.den / grid.num >= leastKeptSeconds)) return
  throw new AppError('recording.nothing_left', 'Nobody is to be heard in this recording, so nothing would be left of it; turn trimming off to convert it anyway.')
}
