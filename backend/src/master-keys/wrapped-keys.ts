import { z } from 'zod'
import { userId } from '@f2l/common/contracts/ids.ts'
import type { PocketBaseClient } from '@f2l/common/pocketbase-client.ts'

const record = z.object({ id: z.string(), user: userId, name: z.string(), status: z.string(), wrapped_key: z.string(), key_id: z.string() })
export type WrappedRow = z.output<typeof record>

const rowsAtOnce = 20

/**
 * Every user's wrapped key in the registry, some at a time, in an order that does not change while they are rewrapped. Closed accounts
 * have none. With `notUnder` only those that lie under another master key.
 */
export async function* listWrappedKeys(client: PocketBaseClient, { notUnder = '' }: { notUnder?: string } = {}): AsyncGenerator<WrappedRow[]> {
  for (let after = ''; ;) {
    const { items } = await client.call(pb => pb.collection('user_databases').getList(1, rowsAtOnce, {
      filter: pb.filter('id > {:after} && status != "deleting" && key_id != {:notUnder}', { after, notUnder }), sort: 'id', skipTotal: true,
    }))
    const rows = z.array(record).parse(items)
    if (rows.length === 0) return
    after = rows.at(-1)!.id
    yield rows
  }
}
