import type { ConvertOptions, Cut, EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { FrameSpan } from '@f2l/common/contracts/span.ts'
import type { Cue, MeetingNotes, Transcript } from '@f2l/common/contracts/transcript.ts'
import { AppError } from '@f2l/common/errors.ts'
import { bubbleTrack } from './bubble-track.ts'
import { findChapters } from './chapters.ts'
import type { Analysis, MediaInfo } from './facts.ts'
import { findSilences, keptBetween } from './find-cuts.ts'
import { layoutFor } from './layout.ts'
import { decodeLevels } from './sound-levels.ts'
import { titleCard } from './title-card.ts'

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
  const cuts = options.trim === 'on' && media.hasAudio ? findCuts(input, cues) : []
  const keep = keptBetween(cuts, frames)
  refuseEmpty(keep, media)
  const bubble = bubbleTrack({ media, analysis, cues, keep, option: options.bubble })
  const hasBubble = bubble.some(({ show }) => show.kind !== 'none')
  const card = titleCard(input, cues, frameRate)
  return {
    version: 1,
    source: {
      sha256: media.sha256, durationSeconds: media.durationSeconds,
      width: media.video?.width ?? 0, height: media.video?.height ?? 0,
      hasVideo: media.hasVideo, hasAudio: media.hasAudio,
    },
    frameRate, sourceFrames: frames, keep, cuts, bubble, cues,
    chapters: findChapters({ plan: { keep, frameRate, titleCard: card }, cues, notes }),
    highlights: notes.highlights, titleCard: card, captions: options.captions,
    layout: layoutFor({ width: media.video?.width ?? 0, height: media.video?.height ?? 0 }, hasBubble, options.look),
    loudness, noiseReduction: options.noiseReduction === 'on',
  }
}

function findCuts({ media, analysis, transcript }: PlanInput, cues: Cue[]): Cut[] {
  return findSilences({
    speech: analysis.speech, levels: decodeLevels(analysis.levels),
    transcript: { ...transcript, cues }, durationSeconds: media.durationSeconds,
  }, media.grid)
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
