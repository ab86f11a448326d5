import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'puppeteer'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fill, logIn, press, sendRegistration } from './page-actions.ts'
import { launchTestBrowser } from './test-browser.ts'
import { runProduct, type RunningProduct } from './running-product.ts'

const person = { email: 'newcomer@example.com', password: 'a long enough password', name: 'Nora Newcomer' }
let product: RunningProduct
let browser: Browser
let page: Page

beforeAll(async () => {
  product = await runProduct()
  browser = await launchTestBrowser()
  page = await browser.newPage()
  await page.setViewport({ width: 1280, height: 800 })
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await product?.stop()
}, 60_000)

test('a newcomer registers, confirms the address from the mail and logs in', async () => {
  await sendRegistration(page, product.publicUrl, person)
  const mail = await product.mailbox.waitForMail(received => received.to.includes(person.email), 30_000)
  await page.goto(/https?:\/\/\S+\/verify\?token=[\w.~-]+/.exec(mail.text)![0])
  await page.waitForFunction(() => /confirmed|verified/i.test(document.body.innerText))
  await logIn(page, product.publicUrl, person)
  const databases = (await readdir(join(product.folder, 'user_dbs'))).filter(name => name.endsWith('.db') && !name.startsWith('.'))
  expect(databases).toHaveLength(1)
  expect(databases[0]).toMatch(/^\d{4}-\d{2}-\d{2}-001-newcomer\.db$/)
}, 90_000)

test('a pasted look-alike link gets one clear sentence and makes no recording', async () => {
  await fill(page, 'Fathom link', 'https://fathom.video.evil.tld/share/x')
  await press(page, 'Make video')
  await page.waitForFunction(() => document.querySelector('[role=alert]')?.textContent?.trim())
  expect(await page.$eval('[role=alert]', element => element.textContent)).toMatch(/not .*Fathom|look-?alike|only looks like/i)
}, 30_000)

let shareUrl = ''

test('a pasted Fathom link becomes a video while the queue page shows live progress, and the mail arrives', async () => {
  await fill(page, 'Fathom link', product.fathom.sampleLink)
  await press(page, 'Make video')
  await page.waitForFunction(title => document.body.innerText.includes(title), {}, 'Remote control')
  await page.goto(`${product.publicUrl}/queue`)
  await page.waitForSelector('[role=progressbar]')
  const percents = await watchProgress()
  expect(percents).toEqual(percents.toSorted((a, b) => a - b))
  expect(new Set(percents).size).toBeGreaterThan(3)
  const mail = await product.mailbox.waitForMail(received => received.to.includes(person.email) && received.text.includes('/s/'), 240_000)
  shareUrl = /https?:\/\/\S+\/s\/[A-Za-z0-9]{22}/.exec(mail.text)![0]
  expect(mail.html).toContain(shareUrl)
}, 300_000)

test('the share page plays the video for a stranger and its transcript seeks on click', async () => {
  const stranger = await (await browser.createBrowserContext()).newPage()
  await stranger.goto(shareUrl)
  await stranger.waitForSelector('video')
  const advanced = await stranger.$eval('video', async video => {
    video.muted = true
    await video.play()
    await new Promise(done => setTimeout(done, 1500))
    return { time: video.currentTime, width: video.videoWidth, error: video.error?.message ?? null }
  })
  expect(advanced).toMatchObject({ width: 1280, error: null })
  expect(advanced.time).toBeGreaterThan(0.5)
  await stranger.waitForSelector('[aria-label="Transcript"] button')
  const before = await stranger.$eval('video', video => { video.pause(); return video.currentTime })
  const lines = await stranger.$$('[aria-label="Transcript"] button')
  await lines.at(-1)!.click()
  await stranger.waitForFunction(time => document.querySelector('video')!.currentTime > time + 3, {}, before)
}, 60_000)

test('the share page fits a phone without sideways scrolling', async () => {
  const phone = await (await browser.createBrowserContext()).newPage()
  await phone.setViewport({ width: 390, height: 844, isMobile: true, hasTouch: true })
  await phone.goto(shareUrl)
  await phone.waitForSelector('video')
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
}, 30_000)

/** Percents as the progress bar showed them, until the job left the list of running ones. */
async function watchProgress(): Promise<number[]> {
  const seen: number[] = []
  for (let tries = 0; tries < 1200; tries += 1) {
    const percent = await page.$eval('[role=progressbar]', bar => Number(bar.getAttribute('aria-valuenow'))).catch(() => null)
    if (percent === null) break
    if (seen.at(-1) !== percent) seen.push(percent)
    if (percent >= 100) break
    await new Promise(done => setTimeout(done, 200))
  }
  return seen
}
