import type { ShareDraft, SharePage } from '@f2l/common/contracts/api.ts'
import { editPlan, type EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import type { ObjectKey, ShareToken, UserId } from '@f2l/common/contracts/ids.ts'
import { timeMapOf } from '@f2l/common/contracts/time-map.ts'
import { meetingNotes } from '@f2l/common/contracts/transcript.ts'
import { z } from 'zod'
import type { BackendDeps } from '../deps.ts'
import { noSuchVideo, requireAccess } from '../sharing/access.ts'
import type { ShareRules } from '../sharing/share-rules.ts'
import type { Viewer } from '../sharing/viewer.ts'
import { hasStage, readStage } from './job-stages.ts'
import { publicText } from './public-text.ts'
import { readHeadAndRecording, storedSource, type RecordingRow, type VideoHead } from './recording-rows.ts'
import { viewRecording } from './recording-view.ts'
import { readBehind, sharePageOf } from './share-page.ts'

type DraftDeps = Pick<BackendDeps, 'shareLinks' | 'userDatabases' | 'identities' | 'config' | 'queue' | 'store'>

/** Behind a link whose video is still being made. */
interface Draft { token: ShareToken; owner: UserId; isOwner: boolean; video: VideoHead; recording: RecordingRow; rules: ShareRules }

/** A larger source is not played from here: who waits a little gets a video that every connection can carry. */
export const mostSourceBytes = 4_000_000_000

/**
 * What a link shows while its video is being made: how far it is and, once the cuts are known, the page as it will be, which
 * plays the source. `isKnown`: the viewer has that page and asks only how far it is.
 * @throws AppError `not_found`, and what the access check throws
 */
export async function readDraft(deps: DraftDeps, token: string, viewer: Viewer, { isKnown }: { isKnown: boolean }): Promise<ShareDraft> {
  const draft = await openDraft(deps, token, viewer)
  const { state, title, job } = await viewRecording(deps, draft.owner, draft.recording.id)
  const plan = draft.video.isReady || isKnown ? null : await readWatchablePlan(deps, draft)
  return {
    token: draft.token, title: publicText(title), state: draft.video.isReady ? 'ready' : state,
    stage: job?.stage ?? null, percent: job?.percent ?? 0, placeInLine: job?.placeInLine ?? null, secondsLeft: job?.secondsLeft ?? null,
    page: plan && await draftPageOf(deps, draft, plan, viewer),
    timeMap: plan && { ...timeMapOf(plan), hasPicture: plan.source.hasVideo },
  }
}

/** The title of a video that is being made, for the head of its page. @throws as `readDraft` */
export async function readDraftTitle(deps: DraftDeps, token: string, viewer: Viewer): Promise<string> {
  return (await openDraft(deps, token, viewer)).recording.title
}

/**
 * The source behind a link: for everybody whom the link lets in while there is no video and the cuts are known, for its owner always.
 * @throws AppError `not_found`, and what the access check throws
 */
export async function openSharedSource(deps: DraftDeps, token: string, viewer: Viewer): Promise<{ key: ObjectKey; fileName: string }> {
  const draft = await openDraft(deps, token, viewer)
  const source = storedSource(draft.recording)
  const mayPlay = draft.isOwner || !draft.video.isReady && await isWatchable(deps, draft)
  if (!source || !mayPlay) throw noSuchVideo()
  return source
}

async function openDraft(deps: DraftDeps, token: string, viewer: Viewer): Promise<Draft> {
  const found = await readBehind(deps, token, readHeadAndRecording)
  await requireAccess(deps, { ...found, isBinned: found.recording.binnedAt !== null }, viewer)
  return { ...found, isOwner: viewer.userId === found.owner }
}

/** The plan of a source that may be played now, else null. */
async function readWatchablePlan(deps: DraftDeps, draft: Draft): Promise<EditPlan | null> {
  if (!await isWatchable(deps, draft)) return null
  const { jobId } = draft.recording
  const remembered = (await deps.userDatabases.open(draft.owner)).read(db => jobId && readStage(db, jobId, 'plan'))
  return remembered ? editPlan.safeParse(remembered.result).data ?? null : null
}

/** Asked for each piece of the source, so the plan itself, which may be megabytes, is not read. */
async function isWatchable(deps: DraftDeps, { owner, isOwner, recording }: Draft): Promise<boolean> {
  const source = storedSource(recording)
  // What a person took out beforehand must not be heard by anybody else; a list of what to skip hides nothing.
  const hidesSomething = (recording.options.cutOut?.length ?? 0) > 0 && !isOwner
  const { jobId } = recording
  if (!jobId || !source || hidesSomething) return false
  const isPlanned = (await deps.userDatabases.open(owner)).read(db => hasStage(db, jobId, 'plan'))
  const info = isPlanned ? await deps.store.stat(source.key) : null
  return info !== null && info.sizeBytes <= mostSourceBytes
}

/** What ingest found written about the meeting; the recording's own row gets it with the finished video. */
async function readNotes({ userDatabases }: DraftDeps, owner: UserId, { jobId, recordedAt }: RecordingRow): Promise<Partial<Pick<RecordingRow, 'recordedAt' | 'summaryMarkdown' | 'actionItems'>>> {
  const remembered = (await userDatabases.open(owner)).read(db => jobId && readStage(db, jobId, 'ingest'))
  const found = z.object({ notes: meetingNotes }).safeParse(remembered && remembered.result).data?.notes
  return found ? { recordedAt: found.recordedAt ?? recordedAt, summaryMarkdown: found.summaryMarkdown, actionItems: found.actionItems } : {}
}

/** The page as it will be, without what only a finished video has. */
async function draftPageOf(deps: DraftDeps, { token, owner, recording, rules }: Draft, plan: EditPlan, viewer: Viewer): Promise<SharePage> {
  const { width, height } = plan.layout
  const notes = await readNotes(deps, owner, recording)
  const page = await sharePageOf(deps, {
    token, owner, rules, recording: { ...recording, ...notes, highlights: plan.highlights }, chapters: plan.chapters, cues: plan.cues,
    video: { plan, durationSeconds: null, report: { notes: [], video: { width, height } }, files: { captionsVtt: null } },
  }, viewer)
  return {
    ...page, videoUrl: `/s/${token}/source`, posterUrl: '', previewUrl: '', captionsUrl: null, storyboardUrl: null, downloadUrl: null,
    allowsComments: false, callToAction: null,
  }
}
