import { z } from 'zod'
import { userId, type UserId } from '@f2l/common/contracts/ids.ts'
import type { PocketBaseClient } from '@f2l/common/pocketbase-client.ts'
import type { RegistryRow, UserDatabaseRegistry } from '@f2l/user-dbs/registry.ts'

const record = z.object({
  user: userId, name: z.string(), status: z.enum(['provisioning', 'ready', 'quarantined', 'deleting']), wrapped_key: z.string(), key_id: z.string(), schema_version: z.number(),
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
    async noteOpened(id, facts) {
      await client.send('POST', '/api/accounts/databases/opened', { user: id, ...facts })
    },
    async listOutdated(version, { after, limit }) {
      const outdated = '(status = "ready" || (status = "quarantined" && trouble != "")) && schema_version < {:version} && name > {:after}'
      const { items } = await client.call(pb => pb.collection('user_databases').getList(1, limit, { filter: pb.filter(outdated, { version, after }), sort: 'name', skipTotal: true }))
      return items.map(toRow)
    },
    async noteMigrated(databases) {
      await client.send('POST', '/api/accounts/databases/migrated', { databases: databases.map(({ userId: user, ...facts }) => ({ user, ...facts })) })
    },
    async quarantine(id, trouble) {
      await client.send('POST', '/api/accounts/databases/quarantine', { user: id, trouble: trouble.slice(0, 500) })
    },
  }
}

function toRow(answer: unknown): RegistryRow {
  const { user, name, status, wrapped_key, key_id, schema_version } = record.parse(answer)
  return { userId: user, name, status, wrappedKey: wrapped_key, keyId: key_id, schemaVersion: schema_version }
}
