import { expect } from 'vitest'
import { makeIdentities } from '@f2l/backend/identities.ts'
import type { Identities, Identity } from '@f2l/backend/deps.ts'
import type { RunningBackend } from '@f2l/backend/start-backend.ts'
import { TestBrowser, type TestGround } from './running-backend.ts'

export interface Newcomer { email: string; identity: Identity; browser: TestBrowser }

export const newcomersPassword = 'correct horse battery'

/** People who come for the first time, each by an address that nobody had before. */
export function newcomersOf(ground: TestGround, namePrefix: string) {
  const identities: Identities = makeIdentities(ground.superuser)
  let count = 0
  const newEmail = (): string => `${namePrefix}${++count}@example.com`
  async function registered(backend: RunningBackend): Promise<Newcomer> {
    const email = newEmail()
    const browser = new TestBrowser(backend)
    expect((await browser.post('register', { email, password: newcomersPassword, name: 'Ada' })).status).toBe(202)
    return { email, identity: (await identities.findByEmail(email))!, browser }
  }
  async function signedIn(backend: RunningBackend): Promise<Newcomer> {
    const person = await registered(backend)
    expect((await person.browser.login({ email: person.email, password: newcomersPassword })).status).toBe(200)
    return person
  }
  return { identities, newEmail, registered, signedIn }
}
export type Newcomers = ReturnType<typeof newcomersOf>
