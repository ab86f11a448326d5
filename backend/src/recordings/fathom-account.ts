import { eq } from 'drizzle-orm'
import type { FathomConnection, FathomMeetingPage } from '@f2l/common/contracts/api.ts'
import type { RecordingId, UserId } from '@f2l/common/contracts/ids.ts'
import { AppError } from '@f2l/common/errors.ts'
import { makeFathomApi, type FathomApi } from '@f2l/common/fathom/api-client.ts'
import { parseFathomLink } from '@f2l/common/fathom/link.ts'
import { meetingSeconds, notesOfMeeting, type FathomMeeting } from '@f2l/common/fathom/meeting.ts'
import type { SafeFetch } from '@f2l/common/safe-fetch.ts'
import { credentials } from '@f2l/user-dbs/schema.ts'
import type { Reader } from '@f2l/user-dbs/user-databases.ts'
import { deleteCredential, findCredential, openCredential, writeCredential } from '../credentials.ts'
import type { BackendDeps } from '../deps.ts'
import type { NewRecording } from './add-recording.ts'
import { currentStanding } from './current-standing.ts'
import { accountIdentity, shareIdentity } from './read-link.ts'
import { findBySource } from './recording-rows.ts'

type AccountDeps = Pick<BackendDeps, 'userDatabases' | 'config' | 'events' | 'signal'>
export type FathomDeps = AccountDeps & { fetch: SafeFetch }

const kind = 'fathom-api-key'

/**
 * Seals the key under the user's own one, after Fathom has accepted it. Of the key only the last four
 * characters are ever shown again.
 * @throws AppError `fathom.key_refused`, `fathom.unreachable`, `fathom.rate_limited`
 */
export async function connectFathom(deps: FathomDeps, userId: UserId, apiKey: string): Promise<FathomConnection> {
  await apiOf(deps, apiKey).checkKey()
  const userKey = await deps.userDatabases.userKey(userId)
  const database = await deps.userDatabases.open(userId)
  database.transact(db => writeCredential(db, { userId, userKey }, kind, apiKey, { lastFour: apiKey.slice(-4), checkedAt: new Date().toISOString() }))
  await deps.events.publish(userId, { type: 'fathom' })
  return readConnection(deps, userId)
}

export async function disconnectFathom(deps: AccountDeps, userId: UserId): Promise<void> {
  const database = await deps.userDatabases.open(userId)
  database.transact(db => deleteCredential(db, kind))
  await deps.events.publish(userId, { type: 'fathom' })
}

export async function readConnection(deps: Pick<AccountDeps, 'userDatabases'>, userId: UserId): Promise<FathomConnection> {
  const row = (await deps.userDatabases.open(userId)).read(db => findCredential(db, kind))
  return { isConnected: row !== null, lastFour: row?.lastFour ?? null, checkedAt: row?.checkedAt ?? null, error: row?.error ?? null }
}

/** The opened key, for a worker's one answer or one call. @throws AppError `fathom.not_connected` */
export async function openApiKey(deps: Pick<AccountDeps, 'userDatabases'>, userId: UserId): Promise<string> {
  const key = await findApiKey(deps, userId)
  if (key === null) throw new AppError('fathom.not_connected', 'No Fathom account is connected. Please connect yours with an API key first.')
  return key
}

/** The opened key, or null where there is none. */
export async function findApiKey(deps: Pick<AccountDeps, 'userDatabases'>, userId: UserId): Promise<string | null> {
  const row = (await deps.userDatabases.open(userId)).read(db => findCredential(db, kind))
  return row && openCredential({ userId, userKey: await deps.userDatabases.userKey(userId) }, row)
}

/** One page of the connected account's meetings, with those marked that are recordings already. */
export async function listFathomMeetings(deps: FathomDeps & Pick<BackendDeps, 'queue'>, userId: UserId, cursor: string | null): Promise<FathomMeetingPage> {
  const page = await callFathom(deps, userId, api => api.listMeetings({ cursor }))
  const database = await deps.userDatabases.open(userId)
  const items = await Promise.all(page.items.map(async meeting => ({
    ...describe(meeting, deps.config.FATHOM_SHARE_URL),
    fathomRecordingId: meeting.recording_id, durationSeconds: meetingSeconds(meeting), shareUrl: meeting.share_url ?? null,
    recordingId: await unlessOver(deps, userId, database.read(db => alreadyAdded(db, meeting, deps.config.FATHOM_SHARE_URL))),
  })))
  return { nextCursor: page.nextCursor, items }
}

/** A recording that failed, was cancelled or lies in the bin is no reason to withhold the meeting: a link that failed may work through the account. */
async function unlessOver(deps: Pick<BackendDeps, 'userDatabases' | 'queue'>, userId: UserId, id: RecordingId | null): Promise<RecordingId | null> {
  if (id === null) return null
  const { state, found } = await currentStanding(deps, userId, id)
  return found.recording.binnedAt !== null || state === 'failed' || state === 'cancelled' ? null : id
}

/**
 * A meeting of the connected account as a new recording.
 * @throws AppError `fathom.recording_not_found`, `fathom.not_connected` and what Fathom's API throws
 */
export async function fromAccount(deps: FathomDeps, userId: UserId, wanted: { recordingId: number } | { url: string }): Promise<Omit<NewRecording, 'options'>> {
  const meeting = await callFathom(deps, userId, api => api.findMeeting(wanted))
  if (!meeting) throw new AppError('fathom.recording_not_found', 'This meeting is not, or no longer, in the connected Fathom account.')
  return recordingOfMeeting(meeting, deps.config.FATHOM_SHARE_URL)
}

/** A meeting, however the account told of it, as a recording that the worker fetches by the account's key. */
export function recordingOfMeeting(meeting: FathomMeeting, shareUrl: string): Omit<NewRecording, 'options'> {
  const { title, recordedAt } = describe(meeting, shareUrl)
  const fathomRecordingId = meeting.recording_id
  const shareToken = meeting.share_url ? shareTokenOf(meeting.share_url, shareUrl) : null
  return {
    source: { kind: 'fathom-account', fathomRecordingId, downloadId: null, ...(shareToken === null ? {} : { shareToken }) },
    sourceIdentity: accountIdentity(fathomRecordingId), title, recordedAt, sourceSeconds: meetingSeconds(meeting),
  }
}

function describe(meeting: FathomMeeting, shareUrl: string): { title: string; recordedAt: string | null; participants: string[] } {
  const { title, recordedAt, participants } = notesOfMeeting(meeting, shareUrl)
  return { title: title ?? 'Fathom meeting', recordedAt, participants }
}

/** A key that Fathom refuses now is marked, so that the person sees why nothing comes any more. */
export async function callFathom<T>(deps: FathomDeps, userId: UserId, call: (api: FathomApi) => Promise<T>): Promise<T> {
  const apiKey = await openApiKey(deps, userId)
  try {
    const answer = await call(apiOf(deps, apiKey))
    await noteKeyState(deps, userId, null)
    return answer
  } catch (error) {
    if (error instanceof AppError && error.code === 'fathom.key_refused') await noteKeyState(deps, userId, error.message)
    throw error
  }
}

async function noteKeyState(deps: AccountDeps, userId: UserId, error: string | null): Promise<void> {
  const database = await deps.userDatabases.open(userId)
  database.transact(db => {
    db.update(credentials).set({ error, checkedAt: new Date().toISOString() }).where(eq(credentials.kind, kind)).run()
  })
}

function alreadyAdded(db: Reader, meeting: FathomMeeting, shareUrl: string): RecordingId | null {
  const byAccount = findBySource(db, accountIdentity(meeting.recording_id))
  const token = meeting.share_url ? shareTokenOf(meeting.share_url, shareUrl) : null
  return (byAccount ?? (token ? findBySource(db, shareIdentity(token)) : null))?.id ?? null
}

function shareTokenOf(url: string, shareUrl: string): string | null {
  try {
    const link = parseFathomLink(url, { shareUrl })
    return link.kind === 'share' ? link.token : null
  } catch (error) {
    // Fathom may one day give links of a new form: then the meeting is just not recognised as added.
    if (error instanceof AppError) return null
    throw error
  }
}

export function apiOf({ config, fetch, signal }: Pick<FathomDeps, 'config' | 'fetch' | 'signal'>, apiKey: string): FathomApi {
  return makeFathomApi({ baseUrl: config.FATHOM_API_URL, apiKey, fetch, signal })
}
