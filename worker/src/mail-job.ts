import { buffer } from 'node:stream/consumers'
import type { MailWork } from '@f2l/common/contracts/internal-api.ts'
import type { ObjectStore } from '@f2l/common/object-store.ts'
import type { InternalApi } from './internal-api-client.ts'
import { sendMail } from './mail/send-mail.ts'

export interface MailJobDeps {
  api: InternalApi
  store: ObjectStore
  /** Empty: the mail lies in the in-app outbox. */
  smtpUrl: string
  from: string
  publicUrl: string
  /** Hosts of the operator's own network that people's mail servers may be. */
  privateMailHosts: readonly string[]
}

/** Writes and sends one mail and tells the backend, which keeps it for the outbox. */
export async function runMailJob(work: MailWork, { api, store, ...mail }: MailJobDeps, isLastTry: boolean, signal: AbortSignal): Promise<void> {
  if (work.isSent) return
  const readPoster = (): Promise<Buffer | null> => readObject(store, work.posterKey)
  await api.submitResult(await sendMail(work, { ...mail, readPoster, isLastTry, signal }))
}

/** A mail without its picture is better than none. */
async function readObject(store: ObjectStore, key: MailWork['posterKey']): Promise<Buffer | null> {
  if (key === null || await store.stat(key) === null) return null
  return buffer(await store.read(key))
}
