import type { SharePage } from '@f2l/common/contracts/api.ts'
import type { Chapter, EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { shareToken, type ShareToken, type UserId, type VideoId } from '@f2l/common/contracts/ids.ts'
import type { RenditionKeys } from '@f2l/common/contracts/internal-api.ts'
import type { Cue } from '@f2l/common/contracts/transcript.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { BackendDeps } from '../deps.ts'
import { makeOutputTimes } from './output-time.ts'
import { linkIntoVideo, publicName, publicText } from './public-text.ts'
import { readChapters, readCues, readVideo, readVideoHead, type RecordingRow, type VideoRow } from './recording-rows.ts'

type ShareDeps = Pick<BackendDeps, 'shareLinks' | 'userDatabases' | 'identities' | 'config'>
type LinkDeps = Pick<ShareDeps, 'shareLinks' | 'userDatabases'>
type ReadyVideo = VideoRow & { plan: EditPlan; report: NonNullable<VideoRow['report']>; files: NonNullable<VideoRow['files']> }

/** A finished video behind a live share link. */
export interface SharedVideo { token: ShareToken; owner: UserId; video: ReadyVideo; recording: RecordingRow; chapters: Chapter[]; cues: Cue[] }

/** The files behind a live share link, without reading plan and transcript for every piece of video. */
export interface SharedFiles { title: string; files: RenditionKeys }

/** As `openShared`, for the files. @throws AppError `not_found` */
export async function openSharedFiles(deps: LinkDeps, token: string): Promise<SharedFiles> {
  const { owner, video: id } = await followLink(deps, token)
  const found = (await deps.userDatabases.open(owner)).read(db => readVideoHead(db, id))
  if (!found?.video.isReady || !found.video.files || found.video.shareToken !== token) throw noSuchVideo()
  return { title: found.title, files: found.video.files }
}

/**
 * The finished video behind a link; page, oEmbed and files all ask here or right above.
 * @throws AppError `not_found`, the same for an unknown, revoked or unfinished one
 */
export async function openShared(deps: LinkDeps, token: string): Promise<SharedVideo> {
  const link = await followLink(deps, token)
  const shared = await readShared(deps, link.owner, link.video)
  // The owner's own row must know the token too: it is gone as soon as the video is deleted.
  if (!shared || shared.token !== token) throw noSuchVideo()
  return shared
}

async function followLink({ shareLinks }: LinkDeps, token: string): Promise<{ owner: UserId; video: VideoId }> {
  const parsed = shareToken.safeParse(token)
  const link = parsed.success ? await shareLinks.find(parsed.data) : null
  if (!link) throw noSuchVideo()
  return link
}

/** The finished video of one of the owner's recordings, or null while there is none. */
export async function readShared({ userDatabases }: Pick<ShareDeps, 'userDatabases'>, owner: UserId, id: VideoId): Promise<SharedVideo | null> {
  const database = await userDatabases.open(owner)
  return database.read(db => {
    const found = readVideo(db, id)
    if (!found || !isFinished(found.video)) return null
    return {
      token: shareToken.parse(found.video.shareToken), owner, video: found.video, recording: found.recording,
      chapters: readChapters(db, id), cues: toldCues(found.video.plan, readCues(db, found.recording.id).map(cueOf)),
    }
  })
}

/** Everything a viewer gets, in seconds of the output and without anybody's e-mail address. */
export async function sharePageOf(deps: Pick<ShareDeps, 'identities' | 'config'>, { token, owner, video, recording, chapters, cues }: SharedVideo): Promise<SharePage> {
  const times = makeOutputTimes(video.plan)
  const hosts = ['fathom.video', new URL(deps.config.FATHOM_SHARE_URL).host]
  const summary = recording.summaryMarkdown
  const identity = await deps.identities.read(owner)
  return {
    token, title: publicText(recording.title), ownerName: publicName(identity?.name ?? ''),
    recordedAt: recording.recordedAt, createdAt: recording.createdAt,
    durationSeconds: video.durationSeconds ?? times.map.outputSeconds, sourceSeconds: video.plan.source.durationSeconds,
    width: video.report.video.width, height: video.report.video.height,
    ...urlsOf(token, video.files.captionsVtt !== null),
    cues: times.cues(cues).map(cue => ({ ...cue, speaker: cue.speaker && publicName(cue.speaker) })),
    chapters: times.chapters(chapters),
    highlights: times.highlights(recording.highlights).map(highlight => ({ ...highlight, text: publicText(highlight.text) })),
    summaryMarkdown: summary && publicText(linkIntoVideo(summary, times.map, hosts)),
    actionItems: times.actionItems(recording.actionItems).map(item => ({ ...item, text: publicText(item.text), assignee: item.assignee && publicName(item.assignee) })),
    notes: video.report.notes,
  }
}

export function urlsOf(token: ShareToken, hasCaptions: boolean): Pick<SharePage, 'videoUrl' | 'posterUrl' | 'previewUrl' | 'captionsUrl' | 'downloadUrl'> {
  const base = `/s/${token}`
  return {
    videoUrl: `${base}/video.mp4`, posterUrl: `${base}/poster.jpg`, previewUrl: `${base}/preview.gif`,
    captionsUrl: hasCaptions ? `${base}/captions.vtt` : null, downloadUrl: `${base}/download`,
  }
}

export function noSuchVideo(): AppError {
  return new AppError('not_found', 'There is no video behind this link. It may have been deleted or its link turned off.')
}

function isFinished(video: VideoRow): video is ReadyVideo {
  return video.isReady && video.plan !== null && video.report !== null && video.files !== null
}

/** Of a cue that a shorter length tells in part, the plan has that part's words. */
function toldCues({ cuts, cues }: EditPlan, transcript: Cue[]): Cue[] {
  return cuts.some(({ reason }) => reason === 'left-out') ? cues : transcript
}

function cueOf({ startSeconds, endSeconds, speaker, text }: ReturnType<typeof readCues>[number]): Cue {
  return { start: startSeconds, end: endSeconds, speaker, text }
}
