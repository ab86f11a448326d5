import { writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { ConvertReport } from '@f2l/common/contracts/report.ts'
import type { MediaInfo } from '../plan/facts.ts'
import type { Ingested } from './ingest.ts'
import type { PackagedFiles } from './package.ts'
import type { Verified } from './verify.ts'

export interface ReportFacts {
  source: Ingested
  media: MediaInfo
  plan: EditPlan
  /** What the transcript stage says about what is missing. */
  transcriptNote: string | null
  /** … and why the title card has no logo, where it should have one. */
  logoNote: string | null
  verified: Verified
  /** What the first render failed at, where a second one was needed. */
  saferBecause: string | null
  files: PackagedFiles
  /** Stage → seconds. */
  timings: Readonly<Record<string, number>>
}

/** Writes `report.json` beside the video: what came in, what came out, what was cut, what was proved. */
export async function writeReport(facts: ReportFacts): Promise<{ report: ConvertReport; files: PackagedFiles & { report: string } }> {
  const files = { ...facts.files, report: join(dirname(facts.files.video), 'report.json') }
  const report = reportOf(facts, files)
  await writeFile(files.report, `${JSON.stringify(report, null, 2)}\n`)
  return { report, files }
}

function reportOf({ source, media, plan, transcriptNote, logoNote, verified, saferBecause, timings }: ReportFacts, files: Record<string, string>): ConvertReport {
  const rate = plan.frameRate.num / plan.frameRate.den
  return {
    source: {
      name: source.fileName, sha256: source.sha256, durationSeconds: media.durationSeconds,
      width: plan.source.width, height: plan.source.height, hasVideo: media.hasVideo, hasAudio: media.hasAudio,
    },
    video: verified.video,
    cuts: plan.cuts.map(({ span, reason, confidence, text }) => ({ start: span.start, end: span.end, reason, confidence, text })),
    keptSeconds: plan.keep.reduce((sum, { start, end }) => sum + end - start, 0) / rate,
    checks: verified.checks,
    files: Object.fromEntries(Object.entries(files).map(([role, path]) => [role, basename(path)])),
    timings: { ...timings },
    notes: [...notesOf(media, plan, transcriptNote), ...(logoNote === null ? [] : [logoNote]), ...(saferBecause === null ? [] : [`The video was rendered a second time, in the safer way. ${saferBecause.replace(/ Trying again may help\.$/, '')}`])],
  }
}

/** What is missing in the result, and why. */
function notesOf(media: MediaInfo, plan: EditPlan, transcriptNote: string | null): string[] {
  const notes = transcriptNote === null ? [] : [transcriptNote]
  if (!media.hasAudio) notes.push('The recording has no sound, so the video is silent and nothing was cut.')
  if (!media.hasVideo) notes.push('The recording has no picture, so its speakers are drawn.')
  if (media.hasVideo && plan.bubble.every(({ show }) => show.kind !== 'face')) notes.push('No speaker face is shown in a bubble.')
  return notes
}
