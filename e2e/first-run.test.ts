import type { Browser, Page } from 'puppeteer'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { press, sendRegistration } from './page-actions.ts'
import { runProduct, type RunningProduct } from './running-product.ts'
import { launchTestBrowser } from './test-browser.ts'

let product: RunningProduct
let browser: Browser
let page: Page

beforeAll(async () => {
  // No Fathom answers and no mail server is there: the first video needs neither.
  product = await runProduct({ SMTP_URL: '', FATHOM_SHARE_URL: 'http://127.0.0.1:1', FATHOM_API_URL: 'http://127.0.0.1:1', QUEUE_POLL_SECONDS: '1' }, { sharesCache: true })
  browser = await launchTestBrowser()
  page = await browser.newPage()
  await page.setViewport({ width: 1280, height: 800 })
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await product?.stop()
}, 60_000)

test('from registration one click leads to the steps of a first video, and those lead to its share page by themselves', async () => {
  await sendRegistration(page, product.publicUrl, { email: 'nina@example.com', password: 'a long enough password' })
  await press(page, 'Try the sample meeting')
  await page.waitForFunction(() => location.pathname.startsWith('/sample/rec_'))
  await page.waitForSelector('[aria-label="Steps"] [aria-current="step"]', { timeout: 60_000 })
  expect(await page.$$('[aria-label="Steps"] li')).toHaveLength(8)
  await page.waitForSelector('[role=progressbar]')
  await page.waitForFunction(() => location.pathname.startsWith('/s/'), { timeout: 540_000 })
  await page.waitForSelector('video')
  await page.waitForSelector('[aria-label="Transcript"] button')
  const text = await page.evaluate(() => document.body.innerText)
  expect(text).toContain('Sample meeting: a new remote control')
  expect(await page.$eval('video', video => video.error?.message ?? null)).toBeNull()
}, 600_000)

test('the library has the sample then, and offers it no more', async () => {
  await page.goto(`${product.publicUrl}/`)
  await page.waitForFunction(() => document.body.innerText.includes('Sample meeting: a new remote control'))
  expect(await page.$('aria/Try the sample meeting[role="button"]')).toBeNull()
}, 30_000)
