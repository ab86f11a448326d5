import { and, asc, count, eq, isNotNull, or } from 'drizzle-orm'
import type { RecordingId, UserId, VideoId } from '@f2l/common/contracts/ids.ts'
import type { Insights, ViewerView } from '@f2l/common/contracts/views.ts'
import { AppError } from '@f2l/common/errors.ts'
import { comments, reactions, views } from '@f2l/user-dbs/schema.ts'
import type { Reader } from '@f2l/user-dbs/user-databases.ts'
import type { BackendDeps } from '../deps.ts'
import { makeOutputTimes } from '../recordings/output-time.ts'
import { readRecording } from '../recordings/recording-rows.ts'
import { readShared, type SharedVideo } from '../recordings/share-page.ts'
import { callToActionOf, insightsOf, peopleOf, type StoredView } from './insights.ts'
import { viewersCsv } from './insights-csv.ts'
import { makeSeenTimes } from './seen-spans.ts'

type InsightDeps = Pick<BackendDeps, 'userDatabases'>

/** Who watched one of the owner's recordings, and what of it. @throws AppError `not_found` while there is no video */
export async function readInsights(deps: InsightDeps, user: UserId, id: RecordingId): Promise<Insights> {
  const shared = await requireShared(deps, user, id)
  const { stored, talk } = (await deps.userDatabases.open(user)).read(db => ({ stored: readViews(db, shared.video.id), talk: countTalk(db, shared.video.id) }))
  const { plan } = shared.video
  const buttons = callToActionOf(stored)
  return {
    ...insightsOf(stored, makeSeenTimes(plan), makeOutputTimes(plan).cues(shared.cues)), ...talk,
    callToAction: shared.rules.callToAction === null && buttons.seenBy === 0 ? null : buttons,
  }
}

/** The table of all viewers. @throws AppError `not_found` while there is no video */
export async function readViewersCsv(deps: InsightDeps, user: UserId, id: RecordingId): Promise<{ title: string; csv: string }> {
  const { video, recording } = await requireShared(deps, user, id)
  const stored = (await deps.userDatabases.open(user)).read(db => readViews(db, video.id))
  const viewers: ViewerView[] = peopleOf(stored.filter(view => view.isCounted), makeSeenTimes(video.plan)).map(person => person.view)
  return { title: recording.title, csv: viewersCsv(viewers) }
}

/** @throws AppError `not_found` while there is no video, and for another person's recording */
export async function requireVideo({ userDatabases }: InsightDeps, user: UserId, id: RecordingId): Promise<VideoId> {
  const { video } = (await userDatabases.open(user)).read(db => readRecording(db, id))
  if (!video?.isReady) throw noVideoYet()
  return video.id
}

async function requireShared(deps: InsightDeps, user: UserId, id: RecordingId): Promise<SharedVideo> {
  const shared = await readShared(deps, user, await requireVideo(deps, user, id))
  if (!shared) throw noVideoYet()
  return shared
}

function noVideoYet(): AppError {
  return new AppError('not_found', 'There is no video yet.')
}

/** Those that say something: an opening that did not count, and in which no button was seen, is left where it lies. */
function readViews(db: Reader, id: VideoId): StoredView[] {
  const { visitor, viewerId, viewerName, startedAt, lastAt, seen, isCounted, sawCallToAction, clickedAt } = views
  return db.select({ visitor, viewerId, viewerName, startedAt, lastAt, seen, isCounted, sawCallToAction, clickedAt }).from(views)
    .where(and(eq(views.videoId, id), or(eq(isCounted, true), eq(sawCallToAction, true), isNotNull(clickedAt)))).orderBy(asc(startedAt)).all()
}

function countTalk(db: Reader, id: VideoId): { reactions: number; comments: number } {
  return {
    reactions: db.select({ count: count() }).from(reactions).where(eq(reactions.videoId, id)).get()?.count ?? 0,
    comments: db.select({ count: count() }).from(comments).where(eq(comments.videoId, id)).get()?.count ?? 0,
  }
}
