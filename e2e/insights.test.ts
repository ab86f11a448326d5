import type { Browser, Page } from 'puppeteer'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openLoggedIn, watchUntil } from './page-actions.ts'
import { owner as person, runProductWithVideo } from './product-with-video.ts'
import type { RunningProduct } from './running-product.ts'
import { launchTestBrowser } from './test-browser.ts'

let product: RunningProduct
let browser: Browser
let owner: Page
let recording: { id: string; token: string; seconds: number }

beforeAll(async () => {
  const made = await runProductWithVideo({})
  product = made.product
  browser = await launchTestBrowser()
  const { recording: { id }, page } = made.video
  recording = { id, token: page!.token, seconds: page!.durationSeconds }
  owner = await openLoggedIn(await browser.createBrowserContext(), product.publicUrl, person)
}, 400_000)

afterAll(async () => {
  await browser?.close()
  await product?.stop()
}, 60_000)

test('before anybody watched, the owner reads how views come; their own do not', async () => {
  const own = await owner.browserContext().newPage()
  await own.goto(`${product.publicUrl}/s/${recording.token}`)
  await watchUntil(own, 6)
  await own.close()
  await owner.goto(`${product.publicUrl}/recordings/${recording.id}`)
  await owner.waitForFunction(() => document.body.innerText.includes('Nobody has watched this video yet'))
}, 60_000)

test('a stranger watches six seconds: the owner\'s open page shows one view without a reload, and a mail comes', async () => {
  const stranger = await (await browser.createBrowserContext()).newPage()
  await stranger.goto(`${product.publicUrl}/s/${recording.token}`)
  await watchUntil(stranger, 6)
  await owner.waitForFunction(() => document.querySelector('#insights li')?.textContent === '1 view', { timeout: 20_000 })
  await stranger.close()
  const mail = await product.mailbox.waitForMail(received => received.subject.includes('is watching your video'), 60_000)
  expect(mail.subject).toMatch(/^Somebody is watching your video: /)
  expect(mail.text).toContain(`${product.publicUrl}/recordings/${recording.id}#insights`)
}, 120_000)

test('the curve says that the beginning was seen and the end was not, and the lines of the transcript agree', async () => {
  await owner.reload()
  await owner.waitForSelector('#insights details')
  const { rows, viewers, lines } = await owner.evaluate(() => ({
    rows: [...document.querySelectorAll('#insights details tbody tr')].map(row => [...row.children].map(cell => cell.textContent ?? '')),
    viewers: [...document.querySelectorAll('#insights section section tbody tr')].map(row => row.textContent ?? ''),
    lines: [...document.querySelectorAll('[data-cue]')].map(line => ({ at: line.querySelector('button')!.textContent!, said: line.textContent! })),
  }))
  expect(rows).toHaveLength(20)
  const seen = rows.map(([at, share]) => ({ at: secondsOf(at!), share: Number.parseInt(share!) }))
  for (const { at, share } of seen) {
    if (at + recording.seconds / 20 < 5.5) expect(share, `at ${at}`).toBe(100)
    if (at > 7) expect(share, `at ${at}`).toBe(0)
  }
  expect(viewers).toHaveLength(1)
  expect(viewers[0]).toMatch(/^Somebody/)
  expect(lines.filter(line => secondsOf(line.at) > 8).every(line => line.said.includes('Seen by 0%'))).toBe(true)
  expect(lines.some(line => /Seen by (100|9\d)%/.test(line.said))).toBe(true)
}, 60_000)

test('the curve lies under the timeline, to the pixel', async () => {
  await owner.waitForSelector('figure svg')
  const [curve, timeline] = await owner.evaluate(() => ['figure svg', '[role=slider]'].map(place => {
    const { left, right } = document.querySelector(place)!.getBoundingClientRect()
    return { left, right }
  }))
  expect(Math.abs(curve!.left - timeline!.left)).toBeLessThan(1)
  expect(Math.abs(curve!.right - timeline!.right)).toBeLessThan(1)
}, 30_000)

test('a tab that is closed in the middle of the video tells what was seen until then', async () => {
  const context = await browser.createBrowserContext()
  const stranger = await context.newPage()
  await stranger.goto(`${product.publicUrl}/s/${recording.token}/embed`)
  await stranger.waitForSelector('video')
  await stranger.$eval('video', async video => {
    video.muted = true
    video.playbackRate = 2
    await video.play()
    await new Promise<void>(done => { const timer = setInterval(() => { if (video.currentTime >= 9) { clearInterval(timer); done() } }, 50) })
  })
  await stranger.goto('about:blank')
  await owner.waitForFunction(() => /2\s+viewers/.test(document.querySelector('#insights')?.textContent ?? ''), { timeout: 20_000 })
  await owner.reload()
  await owner.waitForSelector('#insights details')
  const shares = await owner.$$eval('#insights details tbody tr', rows => rows.map(row => row.children[1]!.textContent))
  expect(shares[Math.floor(8 / recording.seconds * 20)]).toMatch(/^(4\d|50)%$/)
  await context.close()
}, 60_000)

function secondsOf(clock: string): number {
  return clock.split(':').reduce((total, part) => total * 60 + Number(part), 0)
}
