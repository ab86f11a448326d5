import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RecordingSummary } from '@f2l/common/contracts/api.ts'
import { makeFinished } from './finished-video.ts'
import { startProductStack, type Person, type ProductStack } from './product-stack.ts'

let stack: ProductStack
let ann: Person
let recording: RecordingSummary

beforeAll(async () => {
  stack = await startProductStack()
  ann = await stack.signUp('Ann')
  recording = await makeFinished(stack, ann, 'https://fathom.video/share/spoken')
})
afterAll(() => stack?.stop())

const pageIn = (language: string | null, path = '') => stack.anybody('GET', `/s/${recording.shareToken}${path}`, language === null ? {} : { 'accept-language': language })

test.for(['de', 'de-AT,de;q=0.9,en;q=0.8', 'fr, de;q=0.7, en;q=0.3'])('to a browser that asks for %s a share page speaks German without JavaScript', async language => {
  const answer = await pageIn(language)
  const html = await answer.text()
  expect(html).toContain('<h2>Kapitel</h2>')
  expect(html).toContain('<p>Geteilt von Ann</p>')
  expect(html).toContain('content="Ein Video von 1 Minute, geteilt von Ann, mit Transkript und Kapiteln."')
  expect(html).not.toMatch(/>Chapters<|>Transcript<|Shared by|label="Captions"/)
  expect(answer.headers.get('vary')).toMatch(/accept-language/i)
})

test.for([null, 'en', 'fr', '*', 'xx;q=nonsense', 'en, de;q=0.9', `${'de;q=0,'.repeat(50)}en`])('to one that asks for %s it speaks English', async language => {
  const html = await (await pageIn(language)).text()
  expect(html).toContain('<h2>Chapters</h2>')
  expect(html).toContain('<p>Shared by Ann</p>')
})

test('a door says in German why it is shut, and its form asks in German', async () => {
  await ann.call('PATCH', `/api/v1/recordings/${recording.id}/share`, { password: 'geheim 1' })
  const html = await (await pageIn('de')).text()
  expect(html).toContain('<p role="alert">Dieses Video ist mit einem Passwort geschützt.</p>')
  expect(html).toMatch(/<label>Passwort <input [^>]*><\/label> <button>Ansehen<\/button>/)
  const wrong = await fetch(`${stack.url}/s/${recording.shareToken}/unlock`, { method: 'POST', headers: { 'origin': 'https://videos.example.com', 'content-type': 'application/x-www-form-urlencoded', 'accept-language': 'de' }, body: 'password=falsch' })
  expect(await wrong.text()).toContain('<p role="alert">Das ist nicht das Passwort dieses Videos.</p>')
  await ann.call('PATCH', `/api/v1/recordings/${recording.id}/share`, { password: null })
})

test('mails are asked for in the language that a person registered with, or chose later; nobody who chose nothing gets another than English', async () => {
  const { identities, queue } = stack.deps
  const born = await identities.create({ email: 'lena@example.com', password: 'long enough password', name: 'Lena', language: 'de' })
  expect(born).toMatchObject({ language: 'de' })
  expect(await identities.checkPassword('lena@example.com', 'long enough password')).toMatchObject({ language: 'de' })
  expect((await identities.read(ann.id))?.language).toBe('en')
  await identities.chooseLanguage(ann.id, 'de')
  for (const [person, key] of [[born!.id, 'a'], [ann.id, 'b']] as const) {
    await queue.enqueue({ kind: 'send-mail', payload: { userId: person, template: 'verify-email' } }, { idempotencyKey: key })
    const mail = await stack.claim('short')
    expect(await (await mail.call('GET')).json()).toMatchObject({ language: 'de' })
    await stack.consumer.settle(mail.lease, { kind: 'completed' })
  }
})

test('the mail about a failure knows its code, so that it can be said in another language', async () => {
  const added = await (await ann.call('POST', '/api/v1/recordings', { url: 'https://fathom.video/share/failing' })).json() as { recording: RecordingSummary }
  const { lease } = await stack.claim()
  await stack.consumer.settle(lease, {
    kind: 'failed', code: 'link.dead', message: 'Fathom has no recording there.', mayRetry: false,
    followUpsIfDead: [{ kind: 'send-mail', payload: { userId: ann.id, template: 'video-failed', videoId: added.recording.videoId! }, idempotencyKey: 'failed' }],
  })
  const mail = await stack.claim('short')
  expect(await (await mail.call('GET')).json()).toMatchObject({ errorCode: 'link.dead', errorMessage: 'Fathom has no recording there.' })
  await stack.consumer.settle(mail.lease, { kind: 'completed' })
})
