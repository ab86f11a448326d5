import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, ElementHandle, Page } from 'puppeteer'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cutOff, sampleMedia } from '../demo/src/sample-fathom.ts'
import { fill, press, sendLogIn, sendRegistration } from './page-actions.ts'
import { launchTestBrowser } from './test-browser.ts'
import { runProduct, type RunningProduct } from './running-product.ts'

const person = { email: 'olga@example.com', password: 'a long enough password', name: 'Olga Outbox' }
let product: RunningProduct
let browser: Browser
let page: Page

beforeAll(async () => {
  product = await runProduct({ SMTP_URL: '', QUEUE_POLL_SECONDS: '1' })
  browser = await launchTestBrowser()
  page = await browser.newPage()
  await page.setViewport({ width: 1280, height: 800 })
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await product?.stop()
}, 60_000)

test('without a mail server a newcomer is in at once and confirms from the outbox', async () => {
  await sendRegistration(page, product.publicUrl, person)
  await page.locator('aria/Open the outbox[role="link"]').click()
  await page.goto(await linkInOutbox('Confirm your e-mail address', '/verify?token='))
  await says(page, 'Your address is confirmed')
  await page.locator('aria/Continue[role="link"]').click()
  await page.locator('aria/Fathom link').wait()
  expect(await page.$('aria/Open the outbox')).toBeNull()
}, 60_000)

test('a forgotten password is changed by the mailed link: the old one ends, the new one works, the link works once', async () => {
  const stranger = await (await browser.createBrowserContext()).newPage()
  await stranger.goto(`${product.publicUrl}/login`)
  await fill(stranger, 'E-mail', person.email)
  await stranger.locator('aria/Forgot your password?[role="link"]').click()
  await says(stranger, 'Reset your password')
  expect(await stranger.$eval('input[name=email]', input => input.value)).toBe(person.email)
  await press(stranger, 'Send the link')
  await says(stranger, 'Check your mail')
  const link = await linkInOutbox('Choose a new password', '/reset?token=')
  const newPassword = 'quite another password'
  await setPassword(stranger, link, newPassword)
  await says(stranger, 'Your password is changed')
  await setPassword(stranger, link, 'a third long password')
  await says(stranger, 'no longer valid')
  await stranger.locator('aria/Ask for a new link[role="link"]').wait()
  await tryLogIn(stranger, person.password)
  await says(stranger, 'do not fit together')
  person.password = newPassword
  await tryLogIn(stranger, person.password)
  await stranger.locator('aria/Fathom link').wait()
  page = stranger
}, 60_000)

test('a link behind a sign-in fails with its reason on the card, and can be tried again from there', async () => {
  await page.setViewport({ width: 1280, height: 800 })
  await fill(page, 'Fathom link', product.fathom.gatedLink)
  await press(page, 'Make video')
  await says(page, 'This link needs a Fathom sign-in')
  await page.locator('aria/Try again[role="button"]').wait()
}, 60_000)

test('a file that is no recording is refused with a sentence; a clip with its transcript becomes a video with that text', async () => {
  await page.locator('aria/Upload a file[role="tab"]').click()
  await choose('Video or audio file', await written('notes.mp4', 'only a text'))
  await press(page, 'Upload and make video')
  await says(page, 'not a video or audio recording')
  await choose('Video or audio file', await cutOff(sampleMedia, 8, join(product.folder, 'clip.mp4')))
  await choose('Transcript', await written('clip.vtt', 'WEBVTT\n\n00:00:00.500 --> 00:00:06.000\n<v Olga Outbox>The canary sings in the transcript.\n'))
  await press(page, 'Upload and make video')
  await page.locator('aria/Watch[role="link"]').setTimeout(120_000).click()
  await page.waitForSelector('video')
  await says(page, 'The canary sings in the transcript.')
  expect(await page.$eval('video', video => video.error?.message ?? null)).toBeNull()
}, 150_000)

test('a connected Fathom account gives the meeting that its link withheld; the job can be cancelled and started again', async () => {
  await page.goto(`${product.publicUrl}/settings/fathom`)
  await fill(page, 'API key', 'a-key-that-fathom-never-made')
  await press(page, 'Connect')
  await says(page, 'does not accept this API key')
  await fill(page, 'API key', product.fathom.apiKey)
  await press(page, 'Connect')
  await says(page, 'Key ending in')
  expect(await page.evaluate(() => document.documentElement.outerHTML)).not.toContain(product.fathom.apiKey)
  await page.waitForSelector('[aria-label="Meetings"] li')
  const meetings = await page.$$('[aria-label="Meetings"] li button')
  expect(meetings).toHaveLength(3)
  await meetings[2]!.click()
  await page.waitForFunction(() => location.pathname === '/queue')
  await says(page, 'Looking at the file|Reading or writing the transcript|Listening for speech|Choosing the cuts|Making the video', 60_000)
  await press(page, 'Cancel')
  await press(page, 'Cancel job')
  await says(page, 'Cancelled')
  await (await buttonBeside('Cancelled')).click()
  await page.waitForSelector('[role=progressbar]')
  await page.reload()
  await says(page, 'In the works|In the queue')
}, 120_000)

async function says(where: Page, words: string, timeout = 20_000): Promise<void> {
  await where.waitForFunction(pattern => new RegExp(pattern).test(document.body.innerText), { timeout }, words)
}

async function tryLogIn(where: Page, password: string): Promise<void> {
  await where.goto(`${product.publicUrl}/login`)
  await sendLogIn(where, { ...person, password })
}

async function setPassword(where: Page, link: string, password: string): Promise<void> {
  await where.goto(link)
  await fill(where, 'New password', password)
  await press(where, 'Save new password')
}

/** Opens the outbox of the logged-in page, waits for the mail and reads the link out of its text. */
async function linkInOutbox(subject: string, part: string): Promise<string> {
  await page.goto(`${product.publicUrl}/outbox`)
  await page.waitForFunction(text => [...document.querySelectorAll('[aria-label="Mails"] strong')].some(row => row.textContent === text), { timeout: 20_000 }, subject)
  await page.evaluate(text => [...document.querySelectorAll<HTMLElement>('[aria-label="Mails"] button')].find(row => row.querySelector('strong')?.textContent === text)!.click(), subject)
  await press(page, 'Plain text')
  await page.waitForSelector(`article a[href*="${part}"]`)
  return page.$eval(`article a[href*="${part}"]`, link => (link as HTMLAnchorElement).href)
}

async function buttonBeside(badge: string): Promise<ElementHandle<HTMLButtonElement>> {
  const handle = await page.waitForFunction(text => {
    const row = [...document.querySelectorAll('[aria-label="Your jobs"] li')].find(one => (one as HTMLElement).innerText.includes(text))
    return row?.querySelector('button')
  }, {}, badge)
  return handle as ElementHandle<HTMLButtonElement>
}

async function choose(label: string, path: string): Promise<void> {
  const input = await page.waitForSelector(`input[type=file][aria-label="${label}"]`) as ElementHandle<HTMLInputElement>
  await input.uploadFile(path)
}

async function written(name: string, text: string): Promise<string> {
  const path = join(product.folder, name)
  await writeFile(path, text)
  return path
}
