import type { Mailbox } from './mailbox.ts'
import type { ProductClient } from './product-client.ts'

/** Makes an account, confirms its address by the link in the mail, which comes within so many milliseconds, and logs in. */
export async function signUp(client: ProductClient, mailbox: Mailbox, person: { email: string; password: string; name: string }, patience: number): Promise<void> {
  await client.register(person)
  const mail = await mailbox.waitForMail(received => received.to.includes(person.email) && /\/verify\?token=/.test(received.text), patience)
  const token = /\/verify\?token=([\w.~-]+)/.exec(mail.text)?.[1] ?? ''
  await client.verify(token)
  await client.login(person)
}
