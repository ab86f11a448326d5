import { z } from 'zod'
import { userId, type UserId } from '@f2l/common/contracts/ids.ts'
import type { PocketBaseClient } from '@f2l/common/pocketbase-client.ts'
import type { RegistryRow, UserDatabaseRegistry } from '@f2l/user-dbs/registry.ts'

const record = z.object({
  user: userId, name: z.string(), status: z.enum(['provisioning', 'ready', 'quarantined', 'deleting']), wrapped_key: z.string(), key_id: z.string(),
})

/** The registry of user databases in the global PocketBase (`user_databases`). */
export function makeUserDatabaseRegistry(client: PocketBaseClient): UserDatabaseRegistry {
  async function findRow(id: UserId) {
    const { items } = await client.call(pb => pb.collection('user_databases').getList(1, 1, { filter: pb.filter('user = {:id}', { id }), skipTotal: true }))
    return items[0] ?? null
  }
  return {
    async find(id) {
      const row = await findRow(id)
      return row && toRow(row)
    },
    async listUsers() {
      const items = await client.call(pb => pb.collection('user_databases').getFullList({ filter: 'status = "ready"', sort: 'created', fields: 'user' }))
      return items.map(item => userId.parse(item['user']))
    },
    async register({ userId: user, username, wrappedKey, keyId }) {
      return toRow(await client.send('POST', '/api/accounts/databases', { user, username, wrappedKey, keyId }))
    },
    async noteOpened(id, { schemaVersion, sizeBytes }) {
      const row = await findRow(id)
      if (!row) return
      await client.call(pb => pb.collection('user_databases').update(row.id, {
        // An operator's quarantine is not lifted by a login that began before it.
        ...(row.status === 'provisioning' ? { status: 'ready' } : {}),
        schema_version: schemaVersion, size_bytes: sizeBytes, last_opened_at: new Date().toISOString(),
      }))
    },
  }
}

function toRow(answer: unknown): RegistryRow {
  const { user, name, status, wrapped_key, key_id } = record.parse(answer)
  return { userId: user, name, status, wrappedKey: wrapped_key, keyId: key_id }
}
