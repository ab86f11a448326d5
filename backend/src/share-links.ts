import { z } from 'zod'
import { userId, videoId } from '@f2l/common/contracts/ids.ts'
import type { ShareToken } from '@f2l/common/contracts/ids.ts'
import type { PocketBaseClient } from '@f2l/common/pocketbase-client.ts'
import type { ShareLinks } from './deps.ts'

const record = z.object({ id: z.string(), user: userId, video: videoId })

/** Share links in the global PocketBase. A link that was revoked is as if it never was. */
export function makeShareLinks(client: PocketBaseClient): ShareLinks {
  async function findRow(token: ShareToken): Promise<z.output<typeof record> | null> {
    const { items } = await client.call(pb => pb.collection('share_links').getList(1, 1, {
      filter: pb.filter('token = {:token} && revoked_at = ""', { token }), skipTotal: true,
    }))
    return items[0] ? record.parse(items[0]) : null
  }
  return {
    async create(token, owner, video) {
      await client.call(pb => pb.collection('share_links').create({ token, user: owner, video }))
    },
    async find(token) {
      const row = await findRow(token)
      return row && { owner: row.user, video: row.video }
    },
    async revoke(token) {
      const row = await findRow(token)
      if (row) await client.call(pb => pb.collection('share_links').update(row.id, { revoked_at: new Date().toISOString() }))
    },
  }
}
