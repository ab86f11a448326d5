import jwt from 'jsonwebtoken'
import { z } from 'zod'
import { recordingId, userId, type RecordingId, type UserId } from '@f2l/common/contracts/ids.ts'
import { AppError } from '@f2l/common/errors.ts'

/** A player cannot send an access token, so its address carries a short-lived key to this one file. */
export const sourceLinkSeconds = 600

const issuer = 'fathom-to-loom'
const audience = 'fathom-to-loom:play-source'
const claims = z.object({ sub: userId, rec: recordingId, exp: z.number() })

/** Where the owner of a recording can play its source for the next ten minutes, with ranges. */
export function makeSourceLink(user: UserId, recording: RecordingId, secret: string): string {
  const token = jwt.sign({ rec: recording }, secret, { algorithm: 'HS256', issuer, audience, subject: user, expiresIn: sourceLinkSeconds })
  return `/api/v1/recordings/${recording}/source?token=${token}`
}

/** Whose recording the key opens. @throws AppError `auth.token_invalid` for anything but a live key to this recording */
export function readSourceLink(recording: RecordingId, token: string, secret: string): UserId {
  try {
    const { sub, rec } = claims.parse(jwt.verify(token, secret, { algorithms: ['HS256'], issuer, audience }))
    if (rec === recording) return sub
  } catch (cause) {
    throw stale(cause)
  }
  throw stale()
}

function stale(cause?: unknown): AppError {
  return new AppError('auth.token_invalid', 'This address is no longer valid. Please open the recording again.', { cause })
}
