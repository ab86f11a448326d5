import { z } from 'zod'
import type { MeetingNotes, Transcript } from '../contracts/transcript.ts'
import { parseClock } from '../transcript-formats/clock.ts'
import { withEstimatedEnds } from '../transcript-formats/cue-ends.ts'
import { whatIsTooMuch } from '../transcript-formats/transcript-caps.ts'
import { distinctNames, personName } from './person-name.ts'
import { actionItemField, highlightField, isoDate, lenientList, lenientText as text, toActionItems, toHighlights } from './meeting-fields.ts'
import { rewriteTimestampLinks } from './timestamp-links.ts'

// Fathom's documented shapes, read leniently: dates are missing for impromptu meetings, fields get added.
export const fathomTranscriptItem = z.object({
  speaker: z.object({ display_name: text }).nullish().catch(null),
  text: z.string(),
  timestamp: z.string(),
})
export const fathomSummary = z.object({ template_name: text, markdown_formatted: text })

export const fathomMeeting = z.object({
  recording_id: z.int(),
  title: text, meeting_title: text, url: text, share_url: text,
  created_at: text, scheduled_start_time: text, scheduled_end_time: text, recording_start_time: text, recording_end_time: text,
  transcript_language: text,
  transcript: lenientList(fathomTranscriptItem),
  default_summary: fathomSummary.nullish().catch(null),
  action_items: lenientList(actionItemField),
  highlights: lenientList(highlightField),
  /** A name, or an object that holds one; not every answer has it. */
  meeting_type: z.union([z.string(), z.object({ name: z.string() }).transform(type => type.name)]).nullish().catch(null),
  calendar_invitees_domains_type: text,
  calendar_invitees: lenientList(z.object({ name: text, email: text, email_domain: text, is_external: z.boolean().nullish().catch(null) })),
  recorded_by: z.object({ name: text, email: text, email_domain: text }).nullish().catch(null),
})
export type FathomMeeting = z.output<typeof fathomMeeting>
export type FathomTranscriptItem = z.output<typeof fathomTranscriptItem>

/** What a meeting of the API says beside its media; e-mails of invitees are left out. */
export function notesOfMeeting(meeting: FathomMeeting, shareUrl: string): MeetingNotes {
  const spoken = (meeting.transcript ?? []).map(item => item?.speaker?.display_name)
  const summary = meeting.default_summary?.markdown_formatted
  return {
    title: meeting.title?.trim() || meeting.meeting_title?.trim() || null,
    recordedAt: isoDate(meeting.recording_start_time) ?? isoDate(meeting.scheduled_start_time) ?? isoDate(meeting.created_at),
    participants: distinctNames([meeting.recorded_by?.name, ...(meeting.calendar_invitees ?? []).map(invitee => invitee?.name), ...spoken]),
    summaryMarkdown: summary ? rewriteTimestampLinks(summary, shareUrl) : null,
    actionItems: toActionItems(meeting.action_items),
    highlights: toHighlights(meeting.highlights),
  }
}

/** The API's transcript has whole seconds and starts only: good for who and what, ends are estimated. One that is more than anybody says is none. */
export function transcriptOfItems(items: readonly (FathomTranscriptItem | null)[], language: string | null | undefined): Transcript | null {
  const cues = items.flatMap(item => {
    const start = item === null ? null : parseClock(item.timestamp)
    return item === null || start === null || item.text.trim() === '' ? [] : [{ start, end: null, speaker: personName(item.speaker?.display_name), text: item.text.trim() }]
  })
  if (cues.length === 0 || whatIsTooMuch(cues) !== null) return null
  return { origin: 'fathom-api', language: language === 'unknown' ? null : language ?? null, ...withEstimatedEnds(cues, null) }
}

/** Length as far as the meeting tells it. */
export function meetingSeconds(meeting: FathomMeeting): number | null {
  const seconds = (Date.parse(meeting.recording_end_time ?? '') - Date.parse(meeting.recording_start_time ?? '')) / 1000
  return Number.isFinite(seconds) && seconds > 0 ? seconds : null
}
