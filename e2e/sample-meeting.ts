import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { check } from '@f2l/common/contracts/report.ts'
import type { ConvertResult } from '@f2l/common/contracts/internal-api.ts'
import { makeTimeMap } from '@f2l/common/contracts/time-map.ts'
import { meetingNotes, type Cue } from '@f2l/common/contracts/transcript.ts'
import { z } from 'zod'
import { sampleResult } from '../backend/test/sample-result.ts'

const media = join(import.meta.dirname, '../demo/media')
const rate = 30
/** The recorded clip at the end of the sample is no part of the meeting. */
const sourceSeconds = 130
const shortestWord = 4
const speech = { margin: 0.3, gap: 1.2 }
const chapters = [{ start: 0, title: 'Size and cost' }, { start: 29, title: 'Who does what next' }, { start: 57.5, title: 'Fashion or function' }, { start: 97, title: 'What others sell' }]

export interface SampleMeeting { result: ConvertResult; videoSeconds: number }

/** What a worker would make of the sample meeting, near enough to be looked at: its words, its silences cut, its notes. */
export async function sampleMeeting(userId: string, videoId: string): Promise<SampleMeeting> {
  const plain = sampleResult(userId, videoId)
  const notes = meetingNotes.parse(JSON.parse(await readFile(join(media, 'sample-meeting.notes.json'), 'utf8')))
  const cues = await readCues()
  const keep = keptFrames(cues)
  const cuts = keep.slice(1).map(({ start }, index) => ({ start: keep[index]!.end / rate, end: start / rate }))
  const plan = {
    ...plain.plan, keep, sourceFrames: sourceSeconds * rate, cues, chapters, source: { ...plain.plan.source, durationSeconds: sourceSeconds },
    cuts: cuts.map((span, index) => ({ span, frames: { start: Math.round(span.start * rate), end: Math.round(span.end * rate) }, reason: index % 3 === 1 ? 'filler' as const : 'silence' as const, confidence: 0.97 - index * 0.03 })),
  }
  const videoSeconds = makeTimeMap(plan).outputSeconds
  const result: ConvertResult = {
    ...plain, plan, notes: { ...notes, actionItems: notes.actionItems.filter(({ at }) => (at ?? 0) < sourceSeconds), highlights: notes.highlights.filter(({ end }) => end < sourceSeconds) },
    transcript: { ...plain.transcript, cues },
    report: {
      ...plain.report, keptSeconds: videoSeconds, cuts: plan.cuts.map(({ span, reason, confidence }) => ({ ...span, reason, confidence })),
      checks: check.shape.name.options.map(name => ({ name, ok: true, detail: details[name] ?? 'As it should be.' })),
      video: { ...plain.report.video, durationSeconds: videoSeconds }, timings: { ingest: 2, probe: 1, transcript: 1, analyse: 14, plan: 1, render: 31, package: 4, verify: 9 },
    },
  }
  return { result, videoSeconds }
}

const details: Record<string, string> = { 'in-sync': 'Sound and picture are at most 8 ms apart.', 'loudness': 'The video is at −16.1 LUFS.', 'true-peak': 'The loudest peak is at −1.7 dBTP.' }

async function readCues(): Promise<Cue[]> {
  const { turns } = z.object({ turns: z.array(z.object({ speaker: z.string(), start: z.number(), end: z.number(), text: z.string() })) })
    .parse(JSON.parse(await readFile(join(media, 'sample-meeting.transcript.json'), 'utf8')))
  return turns.filter(({ end, text }) => end < sourceSeconds && text.length >= shortestWord)
}

/** Stretches of speech with a margin; what is nearer than a breath stays together. */
function keptFrames(cues: Cue[]): { start: number; end: number }[] {
  const kept: { start: number; end: number }[] = []
  for (const { start, end } of cues.map(cue => ({ start: Math.max(0, cue.start - speech.margin), end: cue.end + speech.margin }))) {
    const last = kept.at(-1)
    if (last && start - last.end < speech.gap) last.end = Math.max(last.end, end)
    else kept.push({ start, end })
  }
  return kept.map(({ start, end }) => ({ start: Math.round(start * rate), end: Math.round(end * rate) }))
}
