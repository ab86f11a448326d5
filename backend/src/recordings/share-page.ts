import { keptCues } from '@f2l/common/captions/kept-text.ts'
import type { SharePage } from '@f2l/common/contracts/api.ts'
import type { Chapter, EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { shareToken, type ShareToken, type UserId, type VideoId } from '@f2l/common/contracts/ids.ts'
import type { RenditionKeys } from '@f2l/common/contracts/internal-api.ts'
import { shownName, withShownNames } from '@f2l/common/contracts/shown-speakers.ts'
import { toldChapters } from '@f2l/common/contracts/told-chapters.ts'
import type { Cue } from '@f2l/common/contracts/transcript.ts'
import type { Reader } from '@f2l/user-dbs/user-databases.ts'
import type { BackendDeps } from '../deps.ts'
import { noSuchVideo, requireAccess } from '../sharing/access.ts'
import { readShareRules, type ShareRules } from '../sharing/share-rules.ts'
import type { Viewer } from '../sharing/viewer.ts'
import { viewerName } from '../sharing/viewer-name.ts'
import { hasCaptions } from './captions-file.ts'
import { makeOutputTimes } from './output-time.ts'
import { linkIntoVideo, publicName, publicText } from './public-text.ts'
import { readChapters, readCues, readVideo, readVideoHead, type RecordingRow, type VideoHead, type VideoRow } from './recording-rows.ts'
import { withTimedWords } from './timed-words.ts'

type ShareDeps = Pick<BackendDeps, 'shareLinks' | 'userDatabases' | 'identities' | 'config'>
type LinkDeps = Pick<ShareDeps, 'shareLinks' | 'userDatabases' | 'identities'>
type ReadyVideo = VideoRow & { plan: EditPlan; report: NonNullable<VideoRow['report']>; files: NonNullable<VideoRow['files']> }

/** A finished video behind a live share link; chapters as the planner found them, cues as the transcript names their speakers. */
export interface SharedVideo { token: ShareToken; owner: UserId; video: ReadyVideo; recording: RecordingRow; chapters: Chapter[]; cues: Cue[]; rules: ShareRules }

/** … and as much of one as its page needs. */
export type PageFacts = Omit<SharedVideo, 'video'> & {
  video: { plan: EditPlan; durationSeconds: number | null; report: { notes: string[]; video: { width: number; height: number } }; files: Pick<RenditionKeys, 'captionsVtt' | 'storyboardVtt'> }
}

/** The files behind a live share link, without reading plan and transcript for every piece of video. */
export interface SharedFiles { title: string; files: RenditionKeys; rules: ShareRules; isOwner: boolean }

/** Where a live link leads, for whoever may see it: for what is small and asked for often. */
export interface SharedHead { token: ShareToken; owner: UserId; video: VideoHead; title: string; rules: ShareRules }

/** As `openShared`, for the files. @throws what `openShared` throws */
export async function openSharedFiles(deps: LinkDeps, token: string, viewer: Viewer): Promise<SharedFiles> {
  const { video: { files }, title, rules, owner } = await openSharedHead(deps, token, viewer)
  if (!files) throw noSuchVideo()
  return { title, files, rules, isOwner: viewer.userId === owner }
}

/** As `openShared`, without plan and transcript; `withoutPassword` for who is about to give it. @throws what `openShared` throws */
export async function openSharedHead(deps: LinkDeps, token: string, viewer: Viewer, { withoutPassword = false } = {}): Promise<SharedHead> {
  const { rules, isBinned, ...head } = await readBehind(deps, token, readVideoHead)
  if (!head.video.isReady) throw noSuchVideo()
  const asked = withoutPassword ? { ...rules, passwordHash: null } : rules
  await requireAccess(deps, { ...head, rules: asked, isBinned }, viewer)
  return { ...head, rules }
}

/**
 * What `read` finds behind a live link, and the rules of it, whoever asks: the access check is the caller's.
 * @throws AppError `not_found`, also where the owner's own row knows another token
 */
export async function readBehind<Found extends { video: { shareToken: string } }>({ shareLinks, userDatabases }: LinkDeps, token: string, read: (db: Reader, id: VideoId) => Found | null): Promise<Found & { token: ShareToken; owner: UserId; rules: ShareRules }> {
  const own = shareToken.safeParse(token).data
  const link = own && await shareLinks.find(own)
  if (!link) throw noSuchVideo()
  const { owner, video: id } = link
  const { found, rules } = (await userDatabases.open(owner)).read(db => ({ found: read(db, id), rules: readShareRules(db, id) }))
  // The owner's own row must know the token too: it is gone as soon as the video is deleted.
  if (!found || found.video.shareToken !== own) throw noSuchVideo()
  return { ...found, token: own, owner, rules }
}

/**
 * The finished video behind a link; page, oEmbed and files all ask here or right above.
 * @throws AppError `not_found`, the same for an unknown, revoked or unfinished one; and what the access check throws
 */
export async function openShared(deps: LinkDeps, token: string, viewer: Viewer): Promise<SharedVideo> {
  const shared = await readBehind(deps, token, findFinished)
  await requireAccess(deps, { ...shared, isBinned: shared.recording.binnedAt !== null }, viewer)
  return shared
}

/** The finished video of one of the owner's recordings, or null while there is none. */
export async function readShared({ userDatabases }: Pick<ShareDeps, 'userDatabases'>, owner: UserId, id: VideoId): Promise<SharedVideo | null> {
  return (await userDatabases.open(owner)).read(db => {
    const found = findFinished(db, id)
    return found && { ...found, token: shareToken.parse(found.video.shareToken), owner, rules: readShareRules(db, id) }
  })
}

function findFinished(db: Reader, id: VideoId): Pick<SharedVideo, 'video' | 'recording' | 'chapters' | 'cues'> | null {
  const found = readVideo(db, id)
  if (!found || !isFinished(found.video)) return null
  return { video: found.video, recording: found.recording, chapters: readChapters(db, id), cues: toldCues(found.video.plan, readCues(db, found.recording.id).map(cueOf)) }
}

/** Everything a viewer gets, in seconds of the output and without anybody's e-mail address. */
export async function sharePageOf(deps: Pick<ShareDeps, 'identities' | 'config'>, { token, owner, video, recording, chapters, cues, rules }: PageFacts, viewer: Pick<Viewer, 'userId'>): Promise<SharePage> {
  const times = makeOutputTimes(video.plan)
  const hosts = ['fathom.video', new URL(deps.config.FATHOM_SHARE_URL).host]
  const summary = recording.summaryMarkdown
  const { speakers, chapters: own } = recording.options
  const identity = await deps.identities.read(owner)
  const isOwner = viewer.userId === owner
  return {
    token, title: publicText(recording.title), ownerName: publicName(identity?.name ?? ''),
    recordedAt: recording.recordedAt, createdAt: recording.createdAt,
    durationSeconds: video.durationSeconds ?? times.map.outputSeconds, sourceSeconds: video.plan.source.durationSeconds,
    width: video.report.video.width, height: video.report.video.height,
    ...urlsOf(token, { hasCaptions: hasCaptions(video, recording.options), hasStoryboard: video.files.storyboardVtt !== undefined, hasDownload: isOwner || rules.allowsDownload }),
    cues: withShownNames(times.cues(cues), speakers).map(cue => ({ ...cue, speaker: cue.speaker && publicName(cue.speaker) })),
    chapters: times.chapters(toldChapters(chapters, own, times.map)),
    highlights: times.highlights(recording.highlights).map(highlight => ({ ...highlight, text: publicText(highlight.text) })),
    summaryMarkdown: summary && publicText(linkIntoVideo(summary, times.map, hosts)),
    actionItems: times.actionItems(recording.actionItems).map(item => ({ ...item, text: publicText(item.text), assignee: item.assignee && publicName(shownName(item.assignee, speakers)) })),
    notes: video.report.notes, allowsComments: rules.allowsComments, callToAction: rules.callToAction,
    viewer: { isOwner, name: isOwner ? publicName(identity?.name ?? '') : await viewerName(deps, viewer) },
  }
}

export function urlsOf(token: ShareToken, { hasCaptions, hasStoryboard, hasDownload }: Record<'hasCaptions' | 'hasStoryboard' | 'hasDownload', boolean>): Pick<SharePage, 'videoUrl' | 'posterUrl' | 'previewUrl' | 'captionsUrl' | 'storyboardUrl' | 'downloadUrl'> {
  const base = `/s/${token}`
  return {
    videoUrl: `${base}/video.mp4`, posterUrl: `${base}/poster.jpg`, previewUrl: `${base}/preview.gif`,
    captionsUrl: hasCaptions ? `${base}/captions.vtt` : null, storyboardUrl: hasStoryboard ? `${base}/storyboard.vtt` : null, downloadUrl: hasDownload ? `${base}/download` : null,
  }
}

function isFinished(video: VideoRow): video is ReadyVideo {
  return video.isReady && video.plan !== null && video.report !== null && video.files !== null
}

/** Of a cue that a shorter length tells in part, the plan has that part's words. Words that the owner cut out are in no text either. */
function toldCues(plan: EditPlan, transcript: Cue[]): Cue[] {
  const told = plan.cuts.some(({ reason }) => reason === 'left-out') ? plan.cues : transcript
  const cuts = plan.cuts.filter(({ reason }) => reason !== 'filler')
  if (!cuts.some(({ reason }) => reason === 'manual')) return told
  return keptCues(withTimedWords(told, plan), cuts).map(({ start, end, speaker, text }) => ({ start, end, speaker, text }))
}

function cueOf({ startSeconds, endSeconds, speaker, text }: ReturnType<typeof readCues>[number]): Cue {
  return { start: startSeconds, end: endSeconds, speaker, text }
}
