import { z } from 'zod'
import { userId, type UserId } from '@f2l/common/contracts/ids.ts'
import { language, type Language } from '@f2l/common/contracts/language.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { PocketBaseClient } from '@f2l/common/pocketbase-client.ts'
import type { Identities, Identity } from './deps.ts'

/** What a person chose about themselves; nothing yet, or nothing that we know, is English. */
const settings = z.object({ language: language.catch('en') }).catch({ language: 'en' })
const record = z.object({ id: userId, email: z.string(), name: z.string(), verified: z.boolean(), session_version: z.int(), settings })
const limits = z.object({ storage_limit_bytes: z.number(), max_pending_jobs: z.int() })
const maybeUser = z.object({ user: record.nullable() })
const closed = z.object({ users: z.array(userId) })
const gone = z.object({ isGone: z.boolean() })
const done = z.object({ isDone: z.boolean() })

/** People, as `users` of the global PocketBase knows them. Addresses are kept and looked up in lower case. */
export function makeIdentities(client: PocketBaseClient): Identities {
  const post = (path: string, body: unknown): Promise<unknown> => client.send('POST', `/api/accounts/${path}`, body)
  return {
    read: id => first(client, 'id = {:value}', id),
    findByEmail: email => first(client, 'email = {:value}', normalEmail(email)),
    async limits(id) {
      const { storage_limit_bytes, max_pending_jobs } = limits.parse(await client.call(pb => pb.collection('users').getOne(id)))
      return { storageBytes: storage_limit_bytes > 0 ? storage_limit_bytes : null, pendingJobs: max_pending_jobs > 0 ? max_pending_jobs : null }
    },
    async create({ email, password, name, language: chosen }) {
      const { user } = maybeUser.parse(await post('users', { email: normalEmail(email), password, name, settings: settingsOf(chosen) }))
      return user && toIdentity(user)
    },
    async checkPassword(email, password) {
      const { user } = maybeUser.parse(await post('check-password', { email: normalEmail(email), password }))
      if (!user) throw new AppError('auth.wrong_credentials', 'This e-mail address and password do not fit together. Please check both.')
      return toIdentity(user)
    },
    async markVerified(id) {
      await client.call(pb => pb.collection('users').update(id, { verified: true }))
    },
    async setPassword(id, password, { ifVersion, isVerified, from } = {}) {
      const { isDone } = done.parse(await post('password', { user: id, password, ifVersion, isVerified, from }))
      if (!isDone) throw new AppError('conflict', 'The password was changed in the meantime.')
    },
    async rename(id, name) {
      await client.call(pb => pb.collection('users').update(id, { name }))
    },
    async chooseLanguage(id, chosen) {
      await client.call(pb => pb.collection('users').update(id, { settings: settingsOf(chosen) }))
    },
    async firstRegistered() {
      const { items } = await client.call(pb => pb.collection('users').getList(1, 1, { filter: 'email !~ "@deleted.invalid"', sort: 'created,id', skipTotal: true }))
      return items[0] ? record.parse(items[0]).id : null
    },
    async close(id) {
      await post('close', { user: id })
    },
    listClosed: async () => closed.parse(await client.send('GET', '/api/accounts/closed')).users,
    async isGone(id) {
      const identity = await first(client, 'id = {:value}', id)
      return identity === null || identity.email.endsWith('@deleted.invalid')
    },
    forgetClosed: async (id, graceSeconds) => gone.parse(await post('forget', { user: id, graceSeconds })).isGone,
  }
}

function settingsOf(language: Language = 'en'): z.output<typeof settings> {
  return { language }
}

function normalEmail(email: string): string {
  return email.trim().toLowerCase()
}

async function first(client: PocketBaseClient, filter: string, value: UserId | string): Promise<Identity | null> {
  const { items } = await client.call(pb => pb.collection('users').getList(1, 1, { filter: pb.filter(filter, { value }), skipTotal: true }))
  return items[0] ? toIdentity(record.parse(items[0])) : null
}

function toIdentity({ id, email, name, verified, session_version, settings: { language } }: z.output<typeof record>): Identity {
  return { id, email, name, isVerified: verified, sessionVersion: session_version, language }
}
