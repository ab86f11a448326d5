import { and, asc, eq } from 'drizzle-orm'
import type { UserId, VideoId } from '@f2l/common/contracts/ids.ts'
import { views } from '@f2l/user-dbs/schema.ts'
import type { Reader } from '@f2l/user-dbs/user-databases.ts'
import type { BackendDeps } from '../deps.ts'

/** One mail for the first counted view of a video. The view stands even where no mail can be put in line now: its next word tries again. */
export async function tellFirstView({ queue, log }: Pick<BackendDeps, 'queue' | 'log'>, owner: UserId, videoId: VideoId): Promise<void> {
  await queue.enqueue({ kind: 'send-mail', payload: { userId: owner, template: 'first-view', videoId } }, { idempotencyKey: `first-view:${videoId}` })
    .catch((error: unknown) => log.warn({ err: error, videoId }, 'the mail about a first view is not in line'))
}

/** The name of who watched first, where they said one. */
export function readFirstViewer(db: Reader, videoId: VideoId): string | null {
  return db.select({ name: views.viewerName }).from(views).where(and(eq(views.videoId, videoId), eq(views.isCounted, true))).orderBy(asc(views.startedAt)).limit(1).get()?.name ?? null
}
