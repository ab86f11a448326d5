import { setTimeout as sleep } from 'node:timers/promises'
import { otherBytes, type Ground, type Person } from './ground.ts'
import type { Ledger } from './ledger.ts'

/** A recording that the product said it has. */
export interface Added { person: Person; recordingId: string }

export interface Feed {
  added: Added[]
  /** One more at once, whatever waits. */
  addOne(): Promise<void>
  /** Nothing is added after this. */
  stop(): Promise<void>
}

/** So many conversions wait or run at any time. */
const openJobs = 3
/** Uploads, and now and then what somebody else sent a link of; plain is quicker, the usual look draws in a browser. */
const looks = ['plain', 'plain', 'framed'] as const

/** People who hand over recordings, and hand them over again as long as nobody says that they arrived. */
export function startFeed(ground: Ground, ledger: Ledger, seed: number): Feed {
  const added: Added[] = []
  const ending = new AbortController()
  let count = 0
  async function addOne(): Promise<void> {
    const n = count++
    const person = ground.people[n % ground.people.length]!
    const isLink = n < ground.people.length
    const options = { look: looks[n % looks.length] }
    const add = () => isLink ? person.client.addByLink(ground.fathom.sampleLink) : person.client.addFile(otherBytes(ground.clip, `${seed}.${n}`), `meeting ${n}.mp4`, options)
    added.push({ person, recordingId: (await untilAnswered(person, add)).id })
  }
  async function run(): Promise<void> {
    while (!ending.signal.aborted) {
      if (count - ledger.settled() < openJobs) await addOne()
      await sleep(300, undefined, { signal: ending.signal }).catch(() => undefined)
    }
  }
  const running = run()
  return { added, addOne, stop: async () => { ending.abort(); await running } }
}

/** Signs in again where the session ran out meanwhile. @throws what was refused for two minutes */
export async function untilAnswered<T>(person: Person, ask: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask()
    } catch (error) {
      if (tries >= 120) throw error
      await sleep(1000)
      if (String(error).includes('answered 401')) await person.client.login(person).catch(() => undefined)
    }
  }
}
