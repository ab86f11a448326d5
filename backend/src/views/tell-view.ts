import { and, count, eq, ne } from 'drizzle-orm'
import { isCountedView } from '@f2l/common/contracts/counted-view.ts'
import type { UserId, VideoId } from '@f2l/common/contracts/ids.ts'
import { mergeSpans, secondsOf } from '@f2l/common/contracts/merge-spans.ts'
import type { Span } from '@f2l/common/contracts/span.ts'
import type { ViewBody } from '@f2l/common/contracts/views.ts'
import { AppError } from '@f2l/common/errors.ts'
import { views } from '@f2l/user-dbs/schema.ts'
import type { Reader, Writer } from '@f2l/user-dbs/user-databases.ts'
import type { BackendDeps } from '../deps.ts'
import { readTimeMap, readVideoHead, type VideoHead } from '../recordings/recording-rows.ts'
import { openSharedHead } from '../recordings/share-page.ts'
import { noSuchVideo } from '../sharing/access.ts'
import { visitorKey, type Viewer } from '../sharing/viewer.ts'
import { viewerName } from '../sharing/viewer-name.ts'
import { tellFirstView } from './first-view.ts'
import { makeSeenTimes, storedSpans, type SeenTimes } from './seen-spans.ts'

/** So many openings of one video are kept; a flood ends here. */
const mostViews = 100_000
/** A container may be a few frames longer than its plan. */
const overhangSeconds = 0.5
/** Spans come rounded, and each cut in them rounds again. */
const roundingSeconds = 0.05

/** Who watches, as it is stored. `visitors` are the keys under which this page may have told before. */
interface Watcher { visitor: string; visitors: string[]; viewerId: UserId | null; viewerName: string | null }
type ViewRow = typeof views.$inferSelect
interface Told { isNewlyCounted: boolean; /** No other view of the video counts. */ isOnlyCounted: boolean }
const nothing: Told = { isNewlyCounted: false, isOnlyCounted: false }

/**
 * Writes what somebody saw. The same thing told twice is written once; the owner's views are not written at all.
 * @throws AppError what shuts the link; `access.denied` for the view of another video or browser; `conflict` for a page
 * whose video was made again since; `input.invalid` for seconds that the video does not have
 */
export async function tellView(deps: BackendDeps, token: string, viewer: Viewer, body: ViewBody): Promise<void> {
  const { owner, video } = await openSharedHead(deps, token, viewer)
  if (viewer.userId === owner) return
  requireSameVideo(video, body)
  const watcher = await watcherOf(deps, owner, viewer, body)
  const database = await deps.userDatabases.open(owner)
  const { isNewlyCounted, isOnlyCounted } = database.transact(db => write(db, video, makeSeenTimes(readTimeMap(db, video.id)), watcher, body))
  if (isOnlyCounted) await tellFirstView(deps, owner, video.id)
  if (isNewlyCounted) await deps.events.publish(owner, { type: 'recording', recordingId: video.recordingId })
}

/**
 * A browser that has no name yet, keeps none or asks for privacy is one visitor for this one view: only its page knows the id.
 * Once it has a name, its view goes over to it.
 */
async function watcherOf(deps: BackendDeps, owner: UserId, viewer: Viewer, { id, asksForPrivacy }: ViewBody): Promise<Watcher> {
  const ofView = visitorKey(`view:${id}`, owner, deps.config)
  if (asksForPrivacy) return { visitor: ofView, visitors: [ofView], viewerId: null, viewerName: null }
  const named = viewer.visitor === null ? ofView : visitorKey(viewer.visitor, owner, deps.config)
  return { visitor: named, visitors: [named, ofView], viewerId: viewer.userId, viewerName: await viewerName(deps, viewer) }
}

function write(db: Writer, { id: videoId }: VideoHead, times: SeenTimes, watcher: Watcher, body: ViewBody): Told {
  const before = db.select().from(views).where(eq(views.id, body.id)).get()
  if (before && (before.videoId !== videoId || !watcher.visitors.includes(before.visitor))) throw new AppError('access.denied', 'This view is of another page.')
  if (!saysSomething(body) || (!before && !hasRoom(db, videoId))) return nothing
  if (!readVideoHead(db, videoId)) throw noSuchVideo()
  const after = viewAfter(before, videoId, watcher, body, times)
  db.insert(views).values(after).onConflictDoUpdate({ target: views.id, set: after }).run()
  return after.isCounted ? { isNewlyCounted: !before?.isCounted, isOnlyCounted: isAlone(db, videoId, body.id) } : nothing
}

function saysSomething({ seen, hasSoughtEnd, sawCallToAction, clickedCallToAction }: ViewBody): boolean {
  return seen.length > 0 || hasSoughtEnd || sawCallToAction || clickedCallToAction
}

function requireSameVideo(video: VideoHead, { durationSeconds, seen }: ViewBody): void {
  if (Math.abs((video.durationSeconds ?? 0) - durationSeconds) > 0.001) throw new AppError('conflict', 'This video was made again. Please load the page again.')
  if (seen.some(({ start, end }) => end <= start || end > durationSeconds + overhangSeconds)) throw new AppError('input.invalid', 'The video has no such seconds.')
}

function hasRoom(db: Reader, videoId: VideoId): boolean {
  return (db.select({ count: count() }).from(views).where(eq(views.videoId, videoId)).get()?.count ?? 0) < mostViews
}

function viewAfter(before: ViewRow | undefined, videoId: VideoId, { visitor, viewerId, viewerName }: Watcher, body: ViewBody, times: SeenTimes): ViewRow {
  const now = new Date().toISOString()
  const seen = storedSpans(mergeSpans([...before?.seen ?? [], ...times.toSource(body.seen)]))
  return {
    id: body.id, videoId, visitor, viewerId: viewerId ?? before?.viewerId ?? null, viewerName: viewerName ?? before?.viewerName ?? null,
    startedAt: before?.startedAt ?? now, lastAt: now, seen, isCounted: (before?.isCounted ?? false) || isCounted(seen, body, times),
    sawCallToAction: (before?.sawCallToAction ?? false) || body.sawCallToAction,
    clickedAt: before?.clickedAt ?? (body.clickedCallToAction ? now : null),
  }
}

function isCounted(seen: Span[], { hasSoughtEnd }: ViewBody, times: SeenTimes): boolean {
  return isCountedView({ seenSeconds: secondsOf(times.toOutput(seen)) + roundingSeconds, videoSeconds: times.outputSeconds, hasSoughtEnd })
}

function isAlone(db: Reader, videoId: VideoId, id: string): boolean {
  return db.select({ id: views.id }).from(views).where(and(eq(views.videoId, videoId), eq(views.isCounted, true), ne(views.id, id))).limit(1).get() === undefined
}
