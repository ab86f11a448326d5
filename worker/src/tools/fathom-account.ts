import type { MeetingNotes, Transcript } from '@f2l/common/contracts/transcript.ts'
import { downloadToFile, statusOf } from '@f2l/common/download-to-file.ts'
import { AppError } from '@f2l/common/errors.ts'
import { makeFathomApi, type DownloadState, type FathomApi } from '@f2l/common/fathom/api-client.ts'
import { notesOfMeeting } from '@f2l/common/fathom/meeting.ts'
import type { SafeFetch } from '@f2l/common/safe-fetch.ts'
import { pause } from '@f2l/common/pause.ts'

export interface AccountSource { fathomRecordingId: number; apiKey: string; downloadId: string | null }

export interface AccountDeps {
  fetch: SafeFetch
  fathom: { shareUrl: string; apiUrl: string }
  /** Where the file is written. */
  path: string
  maxBytes: number
  noteDownload?(downloadId: string): Promise<void>
  pollSeconds: number
}

export interface AccountContext { signal: AbortSignal; report(fraction: number): void }

/** One window of Fathom's rate limit: paging through a large account may use one up, and starting over would use up the next. */
const longestWaitSeconds = 65
/** Looks at an unfinished download before the job goes back into the queue. */
const looks = 3
/** Making a download takes minutes to hours. */
const waitSeconds = 60

/**
 * Fetches a recording out of the connected Fathom account, with what is known of its meeting.
 * @throws AppError `fathom.download_pending` while Fathom still makes the file; and those of the API client
 */
export async function fetchAccountRecording(source: AccountSource, deps: AccountDeps, context: AccountContext): Promise<{ path: string; notes: MeetingNotes; transcript: Transcript | null }> {
  const api = makeFathomApi({ baseUrl: deps.fathom.apiUrl, apiKey: source.apiKey, fetch: deps.fetch, signal: context.signal, maxWaitSeconds: longestWaitSeconds })
  const media = await findMedia(source, api, deps, context.signal)
  // First what is quick: a refusal here must not throw away a gigabyte.
  const meeting = await readMeeting(source.fathomRecordingId, api, deps.fathom.shareUrl)
  await fetchFile(source.fathomRecordingId, media, api, deps, context)
  return { path: deps.path, ...meeting }
}

type Media = NonNullable<DownloadState['media']>

async function findMedia({ fathomRecordingId, downloadId }: AccountSource, api: FathomApi, deps: AccountDeps, signal: AbortSignal): Promise<Media> {
  let state = downloadId === null ? null : await readKnown(api, fathomRecordingId, downloadId)
  const isFresh = state === null || state.status === 'expired'
  if (state === null || state.status === 'expired') state = await requestAnew(fathomRecordingId, api, deps)
  for (let look = 1; state.status === 'processing' && look <= (isFresh ? looks : 1); look++) {
    await pause(1000 * deps.pollSeconds, signal)
    state = await api.readDownload(fathomRecordingId, state.downloadId)
  }
  if (state.status === 'processing') throw pending(waitSeconds)
  if (state.status === 'completed') return state.media!
  // Asked for again before this attempt fails, so that the next one finds a new download and attempts still count.
  if (state.status === 'failed') await requestAnew(fathomRecordingId, api, deps)
  throw new AppError('fathom.download_failed', 'Fathom could not make the file of this recording. We ask again; if it keeps failing, please upload the file.')
}

/** A download that Fathom no longer knows is as good as expired. */
async function readKnown(api: FathomApi, recordingId: number, downloadId: string): Promise<DownloadState | null> {
  try {
    return await api.readDownload(recordingId, downloadId)
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'fathom.recording_not_found') return null
    throw thrown
  }
}

async function requestAnew(recordingId: number, api: FathomApi, deps: AccountDeps): Promise<DownloadState> {
  const state = await api.requestDownload(recordingId)
  await deps.noteDownload?.(state.downloadId)
  return state
}

async function fetchFile(recordingId: number, media: Media, api: FathomApi, deps: AccountDeps, { signal, report }: AccountContext): Promise<void> {
  try {
    await downloadToFile(deps.fetch, media.url, deps.path, {
      maxBytes: deps.maxBytes, expectedBytes: media.sizeBytes, signal,
      onProgress: (received, total) => report(total === null ? 0 : received / total),
    })
  } catch (thrown) {
    // The signed address ran out (storage says 403 or 410): a new one is needed, and what arrived is kept.
    const status = statusOf(thrown)
    if (status !== 401 && status !== 403 && status !== 410) throw thrown
    await requestAnew(recordingId, api, deps)
    throw pending(5)
  }
}

/** The list is read without its heavy parts; transcript and summary come for this meeting alone. */
async function readMeeting(recordingId: number, api: FathomApi, shareUrl: string): Promise<{ notes: MeetingNotes; transcript: Transcript | null }> {
  const meeting = await api.findMeeting({ recordingId }, ['action_items', 'highlights'])
  const transcript = await orNothing(api.readTranscript(recordingId, meeting?.transcript_language))
  const summary = await orNothing(api.readSummary(recordingId))
  const known = meeting ?? { recording_id: recordingId }
  const notes = notesOfMeeting({ ...known, default_summary: summary === null ? null : { markdown_formatted: summary } } as Parameters<typeof notesOfMeeting>[0], shareUrl)
  const speakers = (transcript?.cues ?? []).flatMap(cue => cue.speaker ?? [])
  return { notes: { ...notes, participants: [...new Set([...notes.participants, ...speakers])] }, transcript }
}

/** A meeting without a transcript or summary is still a meeting: "there is none" comes as 404 or 422. */
async function orNothing<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading
  } catch (thrown) {
    if (thrown instanceof AppError && ['fathom.recording_not_found', 'fathom.no_media'].includes(thrown.code)) return null
    throw thrown
  }
}

function pending(retryAfterSeconds: number): AppError {
  return new AppError('fathom.download_pending', 'Fathom is still preparing the file of this recording. The conversion goes on by itself when it is ready.', { retryAfterSeconds })
}
