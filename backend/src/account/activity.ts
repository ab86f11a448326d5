import type { Request } from 'express'
import { z } from 'zod'
import { activityKind, activityPage, type ActivityEntry, type ActivityKind, type ActivityPage } from '@f2l/common/contracts/activity.ts'
import { recordingId, type UserId } from '@f2l/common/contracts/ids.ts'
import type { Logger } from '@f2l/common/log.ts'
import type { PocketBaseClient } from '@f2l/common/pocketbase-client.ts'
import { clientOrigin } from '../client-origin.ts'
import type { BackendDeps } from '../deps.ts'
import { findRecording } from '../recordings/recording-rows.ts'

/** What happened to an account, as the person may read it. Sign-ins and passwords write themselves down where they happen. */
export interface Activity {
  /** Hinders nothing: what cannot be written down is logged. `subject`: a recording's id, or the end of a key. */
  note(request: Request, user: UserId, kind: ActivityKind, subject?: string): Promise<void>
  /** Page 1 is the newest. */
  list(user: UserId, page: number): Promise<{ rows: ActivityRow[]; isMore: boolean }>
}

const entriesPerPage = 50
const row = z.object({
  id: z.string(), action: activityKind, subject: z.string(), browser: z.string(), system: z.string(), network: z.string(),
  times: z.int(), last_at: z.string().transform(text => text.replace(' ', 'T')),
})
type ActivityRow = z.output<typeof row>

export function makeActivity(client: PocketBaseClient, log: Logger): Activity {
  return {
    async note(request, user, kind, subject = '') {
      await client.send('POST', '/api/accounts/audit', { user, action: kind, subject, from: clientOrigin(request) })
        .catch((error: unknown) => log.error({ err: error, userId: user, kind }, 'what happened to an account could not be written down'))
    },
    async list(user, page) {
      const known = activityKind.options.map(kind => `action = "${kind}"`).join(' || ')
      const { items, totalPages } = await client.call(pb => pb.collection('audit_log').getList(page, entriesPerPage, { filter: pb.filter(`actor = {:user} && (${known})`, { user }), sort: '-last_at,-id' }))
      return { rows: items.map(item => row.parse(item)), isMore: page < totalPages }
    },
  }
}

/** With the titles that the recordings have now: the log itself holds none. */
export async function readActivity({ activity, userDatabases }: Pick<BackendDeps, 'activity' | 'userDatabases'>, user: UserId, page: number): Promise<ActivityPage> {
  const { rows, isMore } = await activity.list(user, page)
  const titleOf = (await userDatabases.open(user)).read(db => new Map(rows.map(({ subject }) => {
    const id = recordingId.safeParse(subject).data
    return [subject, id ? findRecording(db, id)?.recording.title : undefined]
  })))
  return activityPage.parse({ items: rows.map(one => entryOf(one, titleOf.get(one.subject))), isMore })
}

/** All of it, the newest first. A line that is written meanwhile moves the others on by one: none is told twice. */
export async function readAllActivity(deps: Pick<BackendDeps, 'activity' | 'userDatabases'>, user: UserId): Promise<ActivityEntry[]> {
  const entries = new Map<string, ActivityEntry>()
  for (let page = 1, isMore = true; isMore; page++) {
    const read = await readActivity(deps, user, page)
    for (const entry of read.items) entries.set(entry.id, entry)
    isMore = read.isMore
  }
  return [...entries.values()]
}

function entryOf({ id, action, subject, browser, system, network, times, last_at }: ActivityRow, title: string | undefined): ActivityEntry {
  return {
    id, kind: action, at: last_at, times, browser: browser || null, system: system || null, network: network || null,
    recording: title === undefined ? null : { id: recordingId.parse(subject), title },
    lastFour: action.startsWith('key.') ? subject : null,
  }
}
