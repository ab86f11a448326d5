import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { Agent } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { recordingAdded, sessionAnswer } from '@f2l/common/contracts/api.ts'
import { ask, askText, type Asker } from './ask.ts'
import type { Meter } from './meter.ts'
import { pacedForm, type UploadFile } from './upload-form.ts'

export interface MemberPlace { origin: string; file: UploadFile; meter: Meter; signal: AbortSignal }
export interface Member { recordings: string[]; askJson(path: string): Promise<unknown> }

/** Windows that one person has open; the product allows 20. */
const windows = 15
/** Before the access token ends, as a page does. */
const renewAfterSeconds = 8 * 60

/**
 * Somebody with an account, until the signal aborts: 15 windows listen for news, and one file after the other is uploaded. The first is
 * kept and converted; each later one is deleted again, so that the disk is not what is measured.
 */
export async function makeMember({ origin, file, meter, signal }: MemberPlace, n: number): Promise<Member & { done: Promise<void> }> {
  const agent = new Agent({ keepAlive: true, maxSockets: windows + 6 })
  const asker: Asker = { origin, agent, meter, signal }
  const account = { email: `member-${n}@example.com`, password: randomBytes(12).toString('hex'), name: `Member ${n}` }
  await askText(asker, { kind: 'sign-up', method: 'POST', path: '/api/v1/auth/register', body: JSON.stringify(account) })
  const session = new Session(asker, account)
  await session.renew()
  const recordings: string[] = []
  const done = Promise.all([
    ...Array.from({ length: windows }, () => listen(asker, session)),
    session.keep(), uploadAgainAndAgain(asker, session, file, recordings),
  ]).then(() => agent.destroy())
  return { recordings, done, askJson: async path => JSON.parse(await askText({ ...asker, signal: AbortSignal.timeout(60_000), agent: new Agent() }, { kind: 'at the end', path, headers: session.headers() }) ?? 'null') as unknown }
}

class Session {
  readonly #asker: Asker
  readonly #account: object
  #token = ''
  renewed = new AbortController()

  constructor(asker: Asker, account: object) {
    this.#asker = asker
    this.#account = account
  }

  headers(): Record<string, string> {
    return { authorization: `Bearer ${this.#token}` }
  }

  async renew(): Promise<void> {
    const answer = await askText(this.#asker, { kind: 'sign-in', method: 'POST', path: '/api/v1/auth/login', body: JSON.stringify(this.#account) })
    if (answer !== null) this.#token = sessionAnswer.parse(JSON.parse(answer)).accessToken
    this.renewed.abort()
    this.renewed = new AbortController()
  }

  /** Until the run is over. */
  async keep(): Promise<void> {
    const { signal } = this.#asker
    while (!signal.aborted) {
      await sleep(renewAfterSeconds * 1000, undefined, { signal }).catch(() => undefined)
      if (!signal.aborted) await this.renew()
    }
  }
}

/** A live stream that ends while its token still holds is a fault. */
async function listen(asker: Asker, session: Session): Promise<void> {
  while (!asker.signal.aborted) {
    const ending = AbortSignal.any([asker.signal, session.renewed.signal])
    const answer = await ask({ ...asker, signal: ending }, { kind: 'live stream, opened', path: '/api/v1/events', headers: { ...session.headers(), accept: 'text/event-stream' } })
    if (answer === null) await sleep(1000)
    else await readNews(answer, asker, ending)
  }
}

async function readNews(answer: AsyncIterable<Buffer>, { meter }: Asker, ending: AbortSignal): Promise<void> {
  try {
    for await (const chunk of answer) meter.news += chunk.toString().match(/^data: /gm)?.length ?? 0
    if (!ending.aborted) meter.fault('live stream', 'ended')
  } catch (error) {
    if (!ending.aborted) meter.fault('live stream', `broke off: ${String(error)}`)
  }
}

async function uploadAgainAndAgain(asker: Asker, session: Session, file: UploadFile, kept: string[]): Promise<void> {
  while (!asker.signal.aborted) {
    const form = pacedForm(file, asker.signal)
    const answer = await askText(asker, { kind: `upload of ${form.seconds.toFixed(0)} s, whole`, method: 'POST', path: '/api/v1/recordings/upload', body: form.body, headers: { ...session.headers(), 'content-type': form.type, 'content-length': String(form.bytes) } })
    if (answer === null) {
      await once(asker.signal, 'abort', { signal: AbortSignal.timeout(2000) }).catch(() => undefined)
      continue
    }
    const { recording } = recordingAdded.parse(JSON.parse(answer))
    if (kept.length === 0) kept.push(recording.id)
    else await deleteForGood(asker, session, recording.id)
  }
}

/** The first takes it to the bin, the second out of it. */
async function deleteForGood(asker: Asker, session: Session, id: string): Promise<void> {
  for (const kind of ['to the bin', 'deleted']) await askText(asker, { kind, method: 'DELETE', path: `/api/v1/recordings/${id}`, headers: session.headers() })
}
