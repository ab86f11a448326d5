import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import Sqlite from 'better-sqlite3'
import { PNG } from 'pngjs'
import type { Browser, ElementHandle, Page } from 'puppeteer'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { convertOptions } from '@f2l/common/contracts/edit-plan.ts'
import { startMailbox, type Mailbox } from '../demo/src/mailbox.ts'
import { fill, press, sendLogIn, sendRegistration } from './page-actions.ts'
import { runProduct, type RunningProduct } from './running-product.ts'
import { launchTestBrowser } from './test-browser.ts'

const person = { email: 'bea@example.com', password: 'a long enough password' }
let product: RunningProduct
let own: Mailbox
let browser: Browser
let page: Page

beforeAll(async () => {
  own = await startMailbox({ login: { user: 'bea', password: 'canary of the browser' } })
  product = await runProduct({ PRIVATE_MAIL_HOSTS: '127.0.0.1', QUEUE_POLL_SECONDS: '1' })
  browser = await launchTestBrowser()
  page = await browser.newPage()
  await page.setViewport({ width: 1280, height: 900 })
  await sendRegistration(page, product.publicUrl, person)
  const { text } = await product.mailbox.waitForMail(mail => mail.to.includes(person.email), 30_000)
  await page.goto(/https?:\/\/\S+\/verify\?token=[\w.~-]+/.exec(text)![0])
  await page.waitForFunction(() => /confirmed|verified/i.test(document.body.innerText))
  await page.goto(`${product.publicUrl}/login`)
  await sendLogIn(page, person)
  await page.locator('aria/Try the sample meeting[role="button"]').wait()
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await own?.stop()
  await product?.stop()
}, 60_000)

test('colours, bubble, captions and logo are chosen, seen in the sketch, and kept', async () => {
  await page.goto(`${product.publicUrl}/settings`)
  await page.locator('aria/Brand[role="link"]').click()
  await choose('Background', 'Violet')
  await choose('Accent', 'Teal')
  await choose('It shows', 'Initials')
  await choose('Corner', 'Top right')
  await choose('They are', 'Burnt into the picture')
  await choose('Letters', 'With a dark outline')
  await isSaved()
  expect(await page.$eval('figure[aria-label="Sketch"]', figure => (figure as HTMLElement).innerText)).toContain('Let us begin with the numbers.')
  const file = join(product.folder, 'logo.png')
  await writeFile(file, redPicture(40, 20))
  await (await page.$('input[type=file]') as ElementHandle<HTMLInputElement>).uploadFile(file)
  await says(page, 'Your logo is saved.')
  await page.waitForSelector('img[alt="Your logo"]')
  expect(await page.$eval('img[alt="Your logo"]', async image => (await (image as HTMLImageElement).decode(), [(image as HTMLImageElement).naturalWidth, (image as HTMLImageElement).naturalHeight]))).toEqual([40, 20])
  await page.reload()
  await page.waitForFunction(() => document.querySelectorAll('input[type=radio]:checked').length >= 6)
  const chosen = await page.$$eval('input[type=radio]:checked', inputs => inputs.map(input => (input as HTMLInputElement).value))
  expect(chosen).toEqual(expect.arrayContaining(['violet', 'teal', 'initials', 'top-right', 'burned', 'outline']))
}, 60_000)

test('the last choice is saved though the page is left at once', async () => {
  await choose('Size', 'Large')
  await page.locator('aria/Profile[role="link"]').click()
  await page.waitForFunction(() => location.pathname === '/settings/profile')
  await page.locator('aria/Brand[role="link"]').click()
  await page.waitForFunction(() => [...document.querySelectorAll<HTMLInputElement>('input[type=radio]:checked')].some(input => input.value === 'large'))
}, 30_000)

test('a colour on which letters are hard to read is said so', async () => {
  await choose('Background', 'Own colours')
  await page.$$eval('input[type=color]', inputs => {
    for (const [n, value] of ['#ffe14d', '#10105a'].entries()) {
      const input = inputs[n] as HTMLInputElement
      input.value = value
      input.dispatchEvent(new InputEvent('input', { bubbles: true }))
    }
  })
  await says(page, 'gets a veil over it')
  await choose('Background', 'Violet')
  await page.waitForFunction(() => !document.body.innerText.includes('gets a veil over it'))
  await isSaved()
}, 30_000)

test('a file that is no picture is not taken, and the logo stays', async () => {
  const file = join(product.folder, 'not-a-logo.png')
  await writeFile(file, 'this is a text')
  await (await page.$('input[type=file]') as ElementHandle<HTMLInputElement>).uploadFile(file)
  await says(page, 'no PNG, JPEG or WebP picture')
  expect(await page.$('img[alt="Your logo"]')).not.toBeNull()
}, 30_000)

test('a JPEG becomes a PNG of a size that is taken', async () => {
  await (await page.$('input[type=file]') as ElementHandle<HTMLInputElement>).uploadFile(resolve(import.meta.dirname, '../docs/pictures/frame.jpg'))
  await page.waitForFunction(() => document.querySelector<HTMLImageElement>('img[alt="Your logo"]')?.naturalWidth === 1024)
  expect(await storedLogos()).toEqual(['image/png'])
}, 30_000)

test('a mail server is set, a wrong password is said, and with the right one a test mail arrives', async () => {
  await page.goto(`${product.publicUrl}/settings/mail`)
  await fill(page, 'Server', '127.0.0.1')
  await choose('Encryption', 'None')
  await fill(page, 'Port', String(own.port))
  await fill(page, 'User name', 'bea')
  await page.locator('input[name=mail-password]').fill('not the canary')
  await fill(page, 'Sender’s address', 'videos@bea.example')
  await press(page, 'Save')
  await says(page, 'Not tried yet')
  await press(page, 'Send a test mail')
  await says(page, 'does not accept this user name and password')
  expect(await page.$eval('input[name=mail-password]', input => (input as HTMLInputElement).value)).toBe('')
  await page.locator('input[name=mail-password]').fill('canary of the browser')
  await press(page, 'Save')
  await says(page, 'Not tried yet')
  await press(page, 'Send a test mail')
  await says(page, `The server took the mail to ${person.email}.`)
  expect(own.mails.map(mail => [mail.envelopeFrom, mail.envelopeTo, mail.subject])).toEqual([['videos@bea.example', [person.email], 'Your mail server works']])
  expect(await page.content()).not.toContain('canary')
}, 60_000)

test('mails about recordings come that way from then on, and those about the account do not', async () => {
  await page.goto(`${product.publicUrl}/`)
  await fill(page, 'Fathom link', product.fathom.gatedLink)
  await press(page, 'Make video')
  const mail = await own.waitForMail(received => received.subject.startsWith('We could not make your video'), 60_000)
  expect([mail.envelopeFrom, mail.envelopeTo]).toEqual(['videos@bea.example', [person.email]])
  expect(product.mailbox.mails.filter(received => received.subject === mail.subject)).toEqual([])
  const before = product.mailbox.mails.length
  await fetch(`${product.publicUrl}/api/v1/auth/forgot`, { method: 'POST', headers: { 'content-type': 'application/json', 'origin': product.publicUrl }, body: JSON.stringify({ email: person.email }) })
  await product.mailbox.waitForMail(mail => product.mailbox.mails.indexOf(mail) >= before && mail.subject === 'Choose a new password', 30_000)
  expect(own.mails.map(mail => mail.subject)).not.toContain('Choose a new password')
}, 90_000)

test('a mail that the server does not take lies in the outbox with the reason, and the settings say it without a reload', async () => {
  await page.goto(`${product.publicUrl}/settings/mail`)
  await page.locator('input[name=mail-password]').fill('an old one')
  await press(page, 'Save')
  await says(page, 'Not tried yet')
  const other = await page.browserContext().newPage()
  await other.goto(`${product.publicUrl}/`)
  await fill(other, 'Fathom link', product.fathom.gatedLink)
  await press(other, 'Make video')
  await page.bringToFront()
  await says(page, 'does not accept this user name and password')
  await other.bringToFront()
  await other.goto(`${product.publicUrl}/outbox`)
  await says(other, 'Not sent')
  await says(other, 'does not accept this user name and password')
  await other.close()
}, 90_000)

test('a new recording has all of it in its options', async () => {
  await page.goto(`${product.publicUrl}/`)
  await fill(page, 'Fathom link', product.fathom.sampleLink)
  await press(page, 'Make video')
  await says(page, 'Remote control')
  const options = convertOptions.parse(await storedOptions())
  expect(options).toMatchObject({ background: { from: '#312e81', to: '#6d28d9' }, accent: '#0f766e', bubble: 'initials', bubbleCorner: 'top-right', bubbleSize: 'large', captions: 'burned', captionStyle: 'outline', logo: 'on' })
  expect(options.logoKey).toMatch(/^users\/[a-z0-9]{15}\/brand\/logo-[a-z0-9]{16}\.png$/)
}, 30_000)

test('on a phone nothing scrolls sideways', async () => {
  await page.setViewport({ width: 390, height: 844, isMobile: true, hasTouch: true })
  for (const path of ['settings/brand', 'settings/mail']) {
    await page.goto(`${product.publicUrl}/${path}`)
    await page.waitForSelector('fieldset')
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(390)
  }
}, 40_000)

/** By the names that a person sees: the one of several, and the one that is wanted. */
async function choose(legend: string, choice: string): Promise<void> {
  const found = await page.waitForFunction((named, wanted) => {
    const set = [...document.querySelectorAll('fieldset:enabled')].find(one => one.querySelector('legend')?.textContent === named)
    return [...set?.querySelectorAll('label') ?? []].find(label => label.textContent?.trim() === wanted)
  }, { timeout: 20_000 }, legend, choice)
  await (found.asElement() as ElementHandle<HTMLElement>).evaluate(label => label.click())
}

/** Whoever leaves the page earlier is asked whether they mean to. */
async function isSaved(): Promise<void> {
  await page.waitForFunction(() => document.querySelector('figcaption [role=status]')?.textContent === 'Saved', { timeout: 20_000 })
}

async function says(where: Page, words: string): Promise<void> {
  await where.waitForFunction(text => document.body.innerText.includes(text), { timeout: 20_000 }, words)
}

/** Of the newest recording of the only person. */
async function storedOptions(): Promise<unknown> {
  const folder = join(product.folder, 'user_dbs')
  const [name] = (await readdir(folder)).filter(one => one.endsWith('.db') && !one.startsWith('.'))
  const database = new Sqlite(join(folder, name!), { readonly: true })
  try {
    return JSON.parse((database.prepare('SELECT options FROM recordings ORDER BY created_at DESC').get() as { options: string }).options)
  } finally {
    database.close()
  }
}

/** What lies in the object store as the only person's logo, by its first bytes. */
async function storedLogos(): Promise<string[]> {
  const folder = join(product.folder, 'objects')
  const files = (await readdir(folder, { recursive: true })).filter(name => /brand[\\/]logo-\w+\.png$/.test(name))
  return Promise.all(files.map(async name => (await readFile(join(folder, name))).subarray(1, 4).toString() === 'PNG' ? 'image/png' : 'something else'))
}

function redPicture(width: number, height: number): Buffer {
  const png = new PNG({ width, height })
  png.data = Buffer.alloc(png.data.length, Buffer.of(220, 30, 40, 255))
  return PNG.sync.write(png)
}
