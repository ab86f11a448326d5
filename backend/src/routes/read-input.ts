import type { Request, Response } from 'express'
import type { z } from 'zod'
import { recordingId, userId, type RecordingId, type UserId } from '@f2l/common/contracts/ids.ts'
import { AppError } from '@f2l/common/errors.ts'
import { noSuchRecording } from '../recordings/recording-rows.ts'

/** Bodies of the browser's API are small; a larger one is refused before it is read. */
export const bodyLimit = '64kb'
/** The most cuts that an edit may name, written out. */
export const editLimit = '1mb'

/** @throws AppError `input.invalid`, naming the field that is wrong */
export function parseInput<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const field = issue?.path.join('.')
  throw new AppError('input.invalid', field ? `The field “${field}” is missing or not right.` : 'The request is missing something or is not right.')
}

/** Who is signed in. Only `requireSession` sets it, never anything from the request. */
export function signedInUser(response: Response): UserId {
  return userId.parse(response.locals['userId'])
}

/** A part of the address, as it stands there. */
export function paramIn(request: Request, name: string): string {
  const value = request.params[name]
  return typeof value === 'string' ? value : ''
}

/** The token of a share link, which may be anything yet. */
export function tokenIn(request: Request): string {
  return paramIn(request, 'token')
}

/** @throws AppError `not_found` for what cannot be an id */
export function recordingIn(value: unknown): RecordingId {
  const parsed = recordingId.safeParse(value)
  if (!parsed.success) throw noSuchRecording()
  return parsed.data
}
