import { randomInt } from 'node:crypto'
import { recordingId, shareToken, videoId, type RecordingId, type ShareToken, type VideoId } from '@f2l/common/contracts/ids.ts'

const lowercase = 'abcdefghijklmnopqrstuvwxyz0123456789'
const base62 = `${lowercase}ABCDEFGHIJKLMNOPQRSTUVWXYZ`

export function newRecordingId(): RecordingId {
  return recordingId.parse(`rec_${randomText(lowercase, 16)}`)
}

export function newVideoId(): VideoId {
  return videoId.parse(`vid_${randomText(lowercase, 16)}`)
}

/** 22 characters of base 62 hold 130 random bits: a share link cannot be guessed. */
export function newShareToken(): ShareToken {
  return shareToken.parse(randomText(base62, 22))
}

/** A random part for ids and file names that carry no meaning. */
export function randomName(): string {
  return randomText(lowercase, 16)
}

function randomText(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('')
}
