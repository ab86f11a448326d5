import { z } from 'zod'
import type { MeetingNotes, Transcript } from '../contracts/transcript.ts'
import { AppError } from '../errors.ts'
import { retry } from '../retry.ts'
import type { SafeFetch, SafeResponse } from '../safe-fetch.ts'
import { parseSpeakerLines } from '../transcript-formats/speaker-lines.ts'
import { withEstimatedEnds } from '../transcript-formats/cue-ends.ts'
import { whatIsTooMuch } from '../transcript-formats/transcript-caps.ts'
import { readInertiaPage } from './inertia-page.ts'
import { actionItemField, highlightField, isoDate, lenientList, lenientText, secondsIn, toActionItems, toHighlights } from './meeting-fields.ts'
import { distinctNames, personName } from './person-name.ts'
import { rewriteTimestampLinks } from './timestamp-links.ts'

export interface SharedMeeting {
  /** HLS playlist or media file, absolute. */
  videoUrl: string
  durationSeconds: number | null
  notes: MeetingNotes
  transcript: Transcript | null
}

export interface ShareDeps { fetch: SafeFetch; shareUrl: string; signal?: AbortSignal }

// Observed names, none of them promised by Fathom: every field may be missing or of another type.
const lenientNumber = z.coerce.number().finite().nullish().catch(null)
const pageCue = z.object({ text: z.string(), speaker_name: lenientText, start_time: z.coerce.number().min(0), end_time: lenientNumber })
const pageProps = z.object({
  call: z.object({
    title: lenientText, topic: lenientText, started_at: lenientText, video_url: lenientText,
    speakers: z.array(z.union([z.string(), z.object({ name: lenientText, display_name: lenientText })]).catch('')).nullish().catch(null),
  }).nullish().catch(null),
  duration: lenientNumber,
  copyTranscriptUrl: lenientText,
  transcriptCues: z.array(z.array(pageCue.nullable().catch(null)).catch([])).nullish().catch(null),
  summary: z.union([z.string(), z.object({ markdown_formatted: z.string() }).transform(summary => summary.markdown_formatted)]).nullish().catch(null),
  actionItems: lenientList(actionItemField),
  highlights: lenientList(highlightField),
})
type PageProps = z.output<typeof pageProps>

/**
 * Reads a public share page: where its video lies, what is known of the meeting, and its transcript if there is one.
 * It rests on the page's own JSON alone; a page that does not hold it is an error with its own sentence.
 * @throws AppError `link.dead`, `link.sign_in_required`, `link.unreadable_page`, `fathom.rate_limited`, `fathom.unreachable`
 */
export async function readSharePage(canonicalUrl: string, deps: ShareDeps): Promise<SharedMeeting> {
  await checkShareLink(canonicalUrl, deps)
  const page = await getPage(canonicalUrl, deps)
  const props = readProps(page.html)
  const videoUrl = absoluteUrl(props.call?.video_url, page.url)
  if (videoUrl === null) throw new AppError('link.unreadable_page', 'This Fathom page shows no video that we can find. It may still be processing; try again later, connect your Fathom account, or upload the file.')
  const transcript = cuesOnPage(props) ?? await copiedTranscript(props, page.url, deps)
  return { videoUrl, durationSeconds: props.duration ?? null, notes: notesOf(props, transcript, deps.shareUrl), transcript }
}

/**
 * The cheap check whether a share link is alive (oEmbed: 200 or 404).
 * @throws AppError `link.dead`; other answers prove nothing and pass
 */
export async function checkShareLink(canonicalUrl: string, { fetch, shareUrl, signal }: ShareDeps): Promise<void> {
  const url = `${new URL(shareUrl).origin}/oembed?format=json&url=${encodeURIComponent(canonicalUrl)}`
  const response = await fromFathom(() => fetch.request(url, { signal, maxBytes: 1024 * 1024, headers: { accept: 'application/json' } }), signal)
  await response.discard()
  if (response.status === 404 || response.status === 410) throw deadLink()
}

async function getPage(url: string, { fetch, signal }: ShareDeps): Promise<{ html: string; url: string }> {
  return await fromFathom(async () => {
    const response = await fetch.request(url, { signal, headers: { accept: 'text/html' } })
    if (response.status !== 200) {
      await response.discard()
      throw pageError(response)
    }
    return { html: await response.text(), url: response.url }
  }, signal)
}

function pageError({ status, headers }: SafeResponse): AppError {
  if (status === 404 || status === 410) return deadLink()
  if (status === 401 || status === 403) return signInRequired()
  if (status === 429) return new AppError('fathom.rate_limited', 'Fathom asks us to slow down. We will try again shortly.', { retryAfterSeconds: secondsIn(headers['retry-after']) ?? 60 })
  if (status >= 500) return new AppError('fathom.unreachable', 'Fathom has trouble at the moment. Please try again later.')
  return new AppError('link.unreadable_page', `Fathom answered in a way that we do not understand (${status}). Please try again later or upload the file.`)
}

function readProps(html: string): PageProps {
  const page = readInertiaPage(html)
  if (page === null || isLogin(page.component)) throw signInRequired()
  const parsed = pageProps.safeParse(page.props)
  if (!parsed.success) throw new AppError('link.unreadable_page', 'We cannot read this Fathom page. Please connect your Fathom account or upload the file.', { cause: parsed.error })
  return parsed.data
}

function isLogin(component: string): boolean {
  return /login|log-in|sign-?in|auth/i.test(component)
}

function cuesOnPage(props: PageProps): Transcript | null {
  const found = (props.transcriptCues ?? []).flat().filter(cue => cue !== null).filter(cue => cue.text.trim() !== '')
  if (found.length === 0 || whatIsTooMuch(found) !== null) return null
  const cues = found.map(cue => ({ start: cue.start_time, end: endOf(cue), speaker: personName(cue.speaker_name), text: cue.text.trim() }))
  cues.sort((a, b) => a.start - b.start)
  return { origin: 'fathom-page', language: null, ...withEstimatedEnds(cues, props.duration ?? null) }
}

function endOf(cue: { start_time: number; end_time?: number | null }): number | null {
  return cue.end_time != null && cue.end_time > cue.start_time ? cue.end_time : null
}

const copyAnswer = z.object({ plain_text: z.string() })

/** A transcript is a gift, not a condition: a page whose copy cannot be read, or is more than anybody says, still gives its video. */
async function copiedTranscript(props: PageProps, pageUrl: string, { fetch, signal }: ShareDeps): Promise<Transcript | null> {
  const url = absoluteUrl(props.copyTranscriptUrl, pageUrl)
  if (url === null || new URL(url).origin !== new URL(pageUrl).origin) return null
  try {
    const text = await retry(async () => {
      const response = await fetch.request(url, { signal, headers: { accept: 'application/json' } })
      if (response.status !== 200) {
        await response.discard()
        throw pageError(response)
      }
      return await response.text()
    }, { times: 3, delayMs: 500, signal })
    const lines = parseSpeakerLines(copyAnswer.parse(JSON.parse(text)).plain_text)
    return lines.length === 0 || whatIsTooMuch(lines) !== null ? null : { origin: 'fathom-copy', language: null, ...withEstimatedEnds(lines, props.duration ?? null) }
  } catch (thrown) {
    signal?.throwIfAborted()
    if (thrown instanceof AppError && thrown.code === 'fathom.rate_limited') throw thrown
    return null
  }
}

function notesOf(props: PageProps, transcript: Transcript | null, shareUrl: string): MeetingNotes {
  const speakers = (props.call?.speakers ?? []).map(speaker => (typeof speaker === 'string' ? speaker : speaker.display_name ?? speaker.name))
  return {
    title: props.call?.title?.trim() || props.call?.topic?.trim() || null,
    recordedAt: isoDate(props.call?.started_at),
    participants: distinctNames([...speakers, ...(transcript?.cues ?? []).map(cue => cue.speaker)]),
    summaryMarkdown: props.summary ? rewriteTimestampLinks(props.summary, shareUrl) : null,
    actionItems: toActionItems(props.actionItems),
    highlights: toHighlights(props.highlights),
  }
}

/** What the fetch could not do, told as Fathom's trouble; a short one is waited out. */
async function fromFathom<T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  try {
    return await retry(work, { times: 3, delayMs: 500, signal })
  } catch (thrown) {
    if (!(thrown instanceof AppError) || !['fetch.failed', 'fetch.timeout'].includes(thrown.code)) throw thrown
    throw new AppError('fathom.unreachable', 'Fathom cannot be reached at the moment. Please try again later.', { cause: thrown })
  }
}

function absoluteUrl(link: string | null | undefined, base: string): string | null {
  return link != null && link !== '' && URL.canParse(link, base) ? new URL(link, base).href : null
}

function deadLink(): AppError {
  return new AppError('link.dead', 'Fathom has no recording behind this link any more. Please ask for a new link, or check that it was copied whole.')
}

function signInRequired(): AppError {
  return new AppError('link.sign_in_required', 'This link needs a Fathom sign-in. Please connect your Fathom account, make the link public, or upload the file.')
}
