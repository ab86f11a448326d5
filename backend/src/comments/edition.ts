import { createHash } from 'node:crypto'
import type { VideoId } from '@f2l/common/contracts/ids.ts'
import { makeTimeMap, type TimeMap, type TimeMapSource } from '@f2l/common/contracts/time-map.ts'
import type { Reader } from '@f2l/user-dbs/user-databases.ts'
import { readTimeMap } from '../recordings/recording-rows.ts'

/** One cut of a video: what its times mean, and a name by which two of them are told apart. */
export interface Edition { name: string; toSource(outputSeconds: number): number; toOutput(sourceSeconds: number): number }

/** @throws AppError `not_found` while there is no video */
export function readEdition(db: Reader, id: VideoId): Edition {
  const source = readTimeMap(db, id)
  const map = makeTimeMap(source)
  return { name: nameOf(source), toSource: seconds => map.toSource(seconds), toOutput: seconds => told(map, seconds) }
}

function nameOf({ keep, titleCard, frameRate }: TimeMapSource): string {
  return createHash('sha256').update(JSON.stringify([keep.map(({ start, end }) => [start, end]), titleCard.frames, frameRate.num, frameRate.den])).digest('base64url').slice(0, 16)
}

/** Milliseconds are finer than a frame and keep answers short. */
function told(map: TimeMap, sourceSeconds: number): number {
  return Math.round(Math.min(map.toOutput(sourceSeconds), map.outputSeconds) * 1000) / 1000
}
