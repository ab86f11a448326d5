import { createHash } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { EditPlan } from '@f2l/common/contracts/edit-plan.ts'
import { makeTimeMap, type TimeMap } from '@f2l/common/contracts/time-map.ts'
import { videos } from '@f2l/user-dbs/schema.ts'
import type { Reader } from '@f2l/user-dbs/user-databases.ts'
import type { VideoHead } from '../recordings/recording-rows.ts'
import { noSuchVideo } from '../sharing/access.ts'

/** One cut of a video: what its times mean, and a name by which two of them are told apart. */
export interface Edition { name: string; toSource(outputSeconds: number): number; toOutput(sourceSeconds: number): number }
export type EditionOf = (db: Reader, video: VideoHead) => Edition

/**
 * Plans are large and discussions are asked for every few seconds, so the last editions are kept.
 * A rendition's files are never overwritten: the name of its video stands for the plan.
 */
export function makeEditions({ kept = 200 } = {}): EditionOf {
  const editions = new Map<string, Edition>()
  return (db, video) => {
    const key = video.files?.video
    if (key === undefined) throw noSuchVideo()
    const edition = editions.get(key) ?? readEdition(db, video)
    // Put last again: what was not asked for the longest is first to go.
    editions.delete(key)
    editions.set(key, edition)
    if (editions.size > kept) editions.delete(editions.keys().next().value!)
    return edition
  }
}

function readEdition(db: Reader, { id }: VideoHead): Edition {
  const plan = db.select({ plan: videos.plan }).from(videos).where(eq(videos.id, id)).get()?.plan
  if (!plan) throw noSuchVideo()
  const map = makeTimeMap(plan)
  return { name: nameOf(plan), toSource: seconds => map.toSource(seconds), toOutput: seconds => told(map, seconds) }
}

function nameOf({ keep, titleCard, frameRate }: EditPlan): string {
  return createHash('sha256').update(JSON.stringify([keep.map(({ start, end }) => [start, end]), titleCard.frames, frameRate.num, frameRate.den])).digest('base64url').slice(0, 16)
}

/** Milliseconds are finer than a frame and keep answers short. */
function told(map: TimeMap, sourceSeconds: number): number {
  return Math.round(Math.min(map.toOutput(sourceSeconds), map.outputSeconds) * 1000) / 1000
}
