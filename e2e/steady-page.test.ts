import type { Browser, Page } from 'puppeteer'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { logIn } from './page-actions.ts'
import { runShowcase, type Showcase } from './showcase.ts'
import { launchTestBrowser } from './test-browser.ts'
import { sizes } from './views.ts'

let showcase: Showcase
let browser: Browser
beforeAll(async () => {
  showcase = await runShowcase()
  browser = await launchTestBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await showcase?.stop()
}, 60_000)

const newPage = async (size = sizes[0]!): Promise<Page> => {
  const page = await (await browser.createBrowserContext()).newPage()
  await page.setViewport({ ...size, isMobile: size.width < 640, hasTouch: size.width < 640 })
  return page
}

/** As a phone on a poor line: each answer takes its time, and the parts of a page come one after the other. */
const poorLine = { download: 60 * 1024, upload: 30 * 1024, latency: 300 }
type Shifted = typeof globalThis & { shifted: { value: number; what: string }[] }

/** Remembers what jumped without anybody having done anything. */
function watchShifts(): void {
  const store = globalThis as Shifted
  store.shifted = []
  new PerformanceObserver(list => {
    for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean; sources: { node: Element | null }[] })[]) {
      if (!entry.hadRecentInput) store.shifted.push({ value: entry.value, what: entry.sources.map(({ node }) => node?.className || node?.nodeName).join(', ') })
    }
  }).observe({ type: 'layout-shift', buffered: true })
}

describe.each(sizes)('at $width px', size => {
  test('nothing jumps while the share page comes over a slow line', async () => {
    const page = await newPage(size)
    await page.evaluateOnNewDocument(watchShifts)
    await page.emulateNetworkConditions(poorLine)
    await page.goto(`${showcase.publicUrl}/s/${showcase.places.meeting.token}`, { timeout: 60_000 })
    await page.waitForSelector('[aria-label="React with heart"]', { timeout: 60_000 })
    await page.waitForSelector('[data-pin=comment]', { timeout: 60_000 })
    await page.evaluate(() => new Promise(done => setTimeout(done, 1500)))
    const shifted = await page.evaluate(() => (globalThis as Shifted).shifted)
    expect(shifted.reduce((sum, { value }) => sum + value, 0), JSON.stringify(shifted)).toBeLessThan(0.02)
    await page.browserContext().close()
  }, 120_000)
})

const away = 'The server cannot be reached. This page goes on by itself once it is back.'
const saysAway = (page: Page, isIt: boolean) => page.waitForFunction((text, wanted) => document.body.innerText.includes(text) === wanted, { timeout: 80_000 }, away, isIt)

test('while the server is away every open view says so in one sentence, and goes on by itself once it is back', async () => {
  const member = await newPage()
  await logIn(member, showcase.publicUrl, showcase.member)
  // Each has a stream open, and a browser has six connections to one server.
  const paths = ['/', '/outbox', '/settings/sessions', `/recordings/${showcase.places.meeting.recording}`]
  const pages = await Promise.all(paths.map(async path => {
    const page = await member.browserContext().newPage()
    await page.goto(showcase.publicUrl + path)
    await page.waitForSelector('main h1')
    return page
  }))
  const guest = await newPage()
  await guest.goto(`${showcase.publicUrl}/s/${showcase.places.meeting.token}`)
  await guest.waitForSelector('[aria-label="React with heart"]')
  await showcase.goAway()
  try {
    for (const [index, page] of pages.entries()) {
      await page.bringToFront()
      await saysAway(page, true)
      const count = await page.evaluate(text => [...document.querySelectorAll('[role=status], [role=alert]')].filter(one => (one as HTMLElement).offsetParent !== null && (one as HTMLElement).innerText.includes(text)).length, away)
      expect(count, paths[index]).toBe(1)
    }
    // What is on the page of a link stays; only a page that is opened now has nothing to show.
    expect(await guest.$('[data-cue]')).not.toBeNull()
  } finally {
    await showcase.comeBack()
  }
  for (const page of pages) {
    await page.bringToFront()
    await saysAway(page, false)
    await page.waitForSelector('main h1')
  }
  await guest.browserContext().close()
  await member.browserContext().close()
}, 240_000)

test.each([['a share page', ''], ['an embedded player', '/embed']])('%s that finds no server says so and shows the video once there is one', async (_, end) => {
  const page = await newPage()
  await page.setRequestInterception(true)
  let isAway = true
  page.on('request', request => void (isAway && request.url().includes('/api/v1/share/') ? request.abort('connectionrefused') : request.continue()))
  await page.goto(`${showcase.publicUrl}/s/${showcase.places.meeting.token}${end}`)
  await saysAway(page, true)
  isAway = false
  await page.waitForSelector('video', { timeout: 20_000 })
  await page.browserContext().close()
}, 60_000)

test('a part of the app whose code cannot be fetched is tried again by itself', async () => {
  const page = await newPage()
  await logIn(page, showcase.publicUrl, showcase.member)
  await page.setRequestInterception(true)
  let isAway = true
  page.on('request', request => void (isAway && (/queue-page/.test(request.url()) || request.url().endsWith('/healthz')) ? request.abort('connectionrefused') : request.continue()))
  await page.locator('aria/Queue[role="link"]').click()
  await page.waitForFunction(() => document.body.innerText.includes('It is tried again by itself.'))
  isAway = false
  await page.waitForSelector('[aria-label="Your jobs"] li', { timeout: 20_000 })
  await page.browserContext().close()
}, 60_000)

test('a video that the server does not send goes on from its place once the server is back', async () => {
  const page = await newPage()
  await page.setRequestInterception(true)
  let isAway = true
  page.on('request', request => void (isAway && /video\.mp4|healthz/.test(request.url()) ? request.abort('connectionrefused') : request.continue()))
  await page.goto(`${showcase.publicUrl}/s/${showcase.places.meeting.token}?t=30`)
  await saysAway(page, true)
  await page.$eval('video', video => { video.muted = true })
  isAway = false
  await page.waitForFunction(() => { const video = document.querySelector('video')!; return !video.paused && video.error === null && video.currentTime > 30 }, { timeout: 30_000 })
  expect(await page.evaluate(text => document.body.innerText.includes(text), away)).toBe(false)
  await page.browserContext().close()
}, 90_000)
