import type { MeetingRules } from '@f2l/common/contracts/fathom-webhook.ts'
import type { RecordingId, UserId } from '@f2l/common/contracts/ids.ts'
import { toAppError, type AppError } from '@f2l/common/errors.ts'
import type { FathomMeeting } from '@f2l/common/fathom/meeting.ts'
import type { WebhookDelivery } from '@f2l/common/fathom/webhook.ts'
import type { SafeFetch } from '@f2l/common/safe-fetch.ts'
import type { BackendDeps } from '../deps.ts'
import { addRecording } from '../recordings/add-recording.ts'
import { callFathom, openApiKey, recordingOfMeeting } from '../recordings/fathom-account.ts'
import { findBySource } from '../recordings/recording-rows.ts'
import { findSameMeeting } from '../recordings/same-meeting.ts'
import type { Receiver } from './find-receiver.ts'
import { whyNotWanted } from './wanted-meeting.ts'
import { claimDelivery, settleDelivery, type Outcome } from './webhook-rows.ts'

type DeliveryDeps = BackendDeps & { fetch: SafeFetch }

/** So far apart may Fathom's list and its delivery tell when a meeting was made. */
const createdSlackMs = 60_000
const longestTitle = 200

/**
 * What becomes of a delivery: the meeting is converted where the rules want it. Nothing happens twice. Gives why it failed, where it did;
 * it never throws, since nobody may wait for it any more.
 */
export async function takeDelivery(deps: DeliveryDeps, { userId, rules }: Receiver, { webhookId, meeting }: WebhookDelivery): Promise<AppError | null> {
  try {
    const meetingTitle = recordingOfMeeting(meeting, deps.config.FATHOM_SHARE_URL).title.slice(0, longestTitle)
    const database = await deps.userDatabases.open(userId)
    if (!database.transact(db => claimDelivery(db, { webhookId, meetingTitle }, new Date()))) return null
    return await decide(deps, userId, { webhookId, meeting, rules })
  } catch (error) {
    deps.log.error({ err: error, userId }, 'a delivery of Fathom could not be written down')
    return toAppError(error)
  } finally {
    await deps.events.publish(userId, { type: 'fathom' }).catch((error: unknown) => deps.log.warn({ err: error, userId }, 'nobody could be told of a delivery'))
  }
}

async function decide(deps: DeliveryDeps, userId: UserId, { webhookId, meeting, rules }: WebhookDelivery & { rules: MeetingRules }): Promise<AppError | null> {
  const settle = async (outcome: Outcome): Promise<void> => {
    const database = await deps.userDatabases.open(userId)
    database.transact(db => settleDelivery(db, webhookId, outcome))
  }
  try {
    const reason = await whyLeftOut(deps, userId, meeting, rules)
    if (reason !== null) await settle({ outcome: 'not-wanted', reason })
    else await settle({ outcome: 'converting', ...await convert(deps, userId, meeting) })
    return null
  } catch (error) {
    const failure = toAppError(error)
    deps.log.warn({ err: error, userId, code: failure.code }, 'a delivered meeting could not be added')
    await settle({ outcome: 'failed', reason: failure.message })
    return failure
  }
}

/** Fathom is asked for the meeting's type only where everything else already speaks for it. */
async function whyLeftOut(deps: DeliveryDeps, userId: UserId, meeting: FathomMeeting, rules: MeetingRules): Promise<string | null> {
  const reason = whyNotWanted(meeting, { ...rules, meetingTypes: [] }, null)
  if (reason !== null || rules.meetingTypes.length === 0) return reason
  return whyNotWanted(meeting, rules, meeting.meeting_type ?? await findType(deps, userId, meeting, rules.meetingTypes))
}

/** A delivery need not tell the type; Fathom's list can be narrowed to one. */
async function findType(deps: DeliveryDeps, userId: UserId, meeting: FathomMeeting, wanted: readonly string[]): Promise<string | null> {
  const createdAt = Date.parse(meeting.created_at ?? '')
  const span = Number.isNaN(createdAt) ? {} : { createdAfter: new Date(createdAt - createdSlackMs).toISOString(), createdBefore: new Date(createdAt + createdSlackMs).toISOString() }
  for (const meetingType of wanted) {
    const { items } = await callFathom(deps, userId, api => api.listMeetings({ meetingType, ...span }))
    if (items.some(item => item.recording_id === meeting.recording_id)) return meetingType
  }
  return null
}

/**
 * As if the person had picked it from the list. What is in the library already stays as it is: a recording that was cancelled or
 * put into the bin does not come back because Fathom repeats itself; one that failed is tried again.
 */
async function convert(deps: DeliveryDeps, userId: UserId, meeting: FathomMeeting): Promise<{ recordingId: RecordingId; reason: string | null }> {
  const wanted = { ...recordingOfMeeting(meeting, deps.config.FATHOM_SHARE_URL), options: {} }
  const database = await deps.userDatabases.open(userId)
  const known = database.read(db => findBySource(db, wanted.sourceIdentity) ?? findSameMeeting(db, wanted))
  if (known && known.state !== 'failed') return { recordingId: known.id, reason: 'It was in your library already.' }
  // Without a key the worker could not fetch it.
  await openApiKey(deps, userId)
  const { id } = await addRecording(deps, userId, wanted)
  return { recordingId: id, reason: null }
}
