import jwt from 'jsonwebtoken'
import { z } from 'zod'
import { recordingId, userId, type RecordingId, type UserId } from '@f2l/common/contracts/ids.ts'
import { AppError } from '@f2l/common/errors.ts'

/** A player or a download cannot send an access token, so its address carries a short-lived key to this one file. */
export const fileLinkSeconds = 600

const issuer = 'fathom-to-loom'
const audiences = { 'source': 'fathom-to-loom:play-source', 'insights.csv': 'fathom-to-loom:insights' } as const
/** What lies behind `/recordings/:id/` for a browser that brings a key instead of a session. */
export type LinkedFile = keyof typeof audiences
const claims = z.object({ sub: userId, rec: recordingId, exp: z.number() })

/** Where the owner of a recording gets a file of it for the next ten minutes. */
export function makeFileLink(file: LinkedFile, user: UserId, recording: RecordingId, secret: string): string {
  const token = jwt.sign({ rec: recording }, secret, { algorithm: 'HS256', issuer, audience: audiences[file], subject: user, expiresIn: fileLinkSeconds })
  return `/api/v1/recordings/${recording}/${file}?token=${token}`
}

/** Whose recording the key opens. @throws AppError `auth.token_invalid` for anything but a live key to this file of this recording */
export function readFileLink(file: LinkedFile, recording: RecordingId, token: string, secret: string): UserId {
  try {
    const { sub, rec } = claims.parse(jwt.verify(token, secret, { algorithms: ['HS256'], issuer, audience: audiences[file] }))
    if (rec === recording) return sub
  } catch (cause) {
    throw stale(cause)
  }
  throw stale()
}

function stale(cause?: unknown): AppError {
  return new AppError('auth.token_invalid', 'This address is no longer valid. Please open the recording again.', { cause })
}
