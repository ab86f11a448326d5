import { z } from 'zod'

/** Ids are branded, so that a recording's id cannot be passed where a video's is meant. */
export const userId = z.string().regex(/^[a-z0-9]{15}$/).brand<'UserId'>()
export const jobId = z.string().regex(/^[a-z0-9]{15}$/).brand<'JobId'>()
export const recordingId = z.string().regex(/^rec_[a-z0-9]{16}$/).brand<'RecordingId'>()
export const videoId = z.string().regex(/^vid_[a-z0-9]{16}$/).brand<'VideoId'>()
export const shareToken = z.string().regex(/^[A-Za-z0-9]{22}$/).brand<'ShareToken'>()
/** Name of a file in the object store: relative, forward slashes, no dots-only part. */
export const objectKey = z.string().regex(/^[a-z0-9_-]+(\/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+$/).brand<'ObjectKey'>()

export type UserId = z.output<typeof userId>
export type JobId = z.output<typeof jobId>
export type RecordingId = z.output<typeof recordingId>
export type VideoId = z.output<typeof videoId>
export type ShareToken = z.output<typeof shareToken>
export type ObjectKey = z.output<typeof objectKey>
