import type { Browser, Page } from 'puppeteer'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Discussion } from '@f2l/common/contracts/comments.ts'
import type { RecordingDetail } from '@f2l/common/contracts/api.ts'
import type { ProductClient } from '../demo/src/product-client.ts'
import { openComments, openLoggedIn, press } from './page-actions.ts'
import { owner, runProductWithVideo } from './product-with-video.ts'
import { readDiscussion } from './read-discussion.ts'
import type { RunningProduct } from './running-product.ts'
import { launchTestBrowser } from './test-browser.ts'
import { timesOf } from './told-times.ts'

let product: RunningProduct
let browser: Browser
let client: ProductClient
let video: RecordingDetail
let ownerPage: Page

beforeAll(async () => {
  ({ product, client, video } = await runProductWithVideo())
  browser = await launchTestBrowser()
  ownerPage = await openLoggedIn(await browser.createBrowserContext(), product.publicUrl, owner)
}, 360_000)

afterAll(async () => {
  await browser?.close()
  await product?.stop()
}, 60_000)

async function openAsGuest(width: number): Promise<Page> {
  const page = await (await browser.createBrowserContext()).newPage()
  await page.setViewport({ width, height: 844, isMobile: width < 640, hasTouch: width < 640 })
  await page.goto(`${product.publicUrl}/s/${video.recording.shareToken}`)
  await page.waitForSelector('video')
  return page
}

async function says(page: Page, words: string, timeout = 30_000): Promise<void> {
  await page.waitForFunction(pattern => new RegExp(pattern).test(document.body.innerText), { timeout }, words)
}

/** The text of the thread in which these words stand. */
async function threadWith(page: Page, words: string): Promise<string> {
  const handle = await page.waitForFunction(text => [...document.querySelectorAll<HTMLElement>('[aria-label="Comments"] > li')].find(row => row.innerText.includes(text))?.innerText, {}, words)
  return await handle.jsonValue() ?? ''
}

const readNow = (): Promise<Discussion> => readDiscussion(product.publicUrl, video.recording.shareToken)
const isPlaying = (page: Page) => page.$eval('video', element => !element.paused)
const clockOf = (seconds: number) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`

describe.each([390, 1280])('at %d pixels', width => {
  test('a guest writes while the video plays on; the words stand at the second of their first letter, with a pin on the timeline', async () => {
    const page = await openAsGuest(width)
    await openComments(page)
    await says(page, width === 390 ? 'Say something about this video' : `From ${390}`)
    await page.$eval('video', async element => {
      element.muted = true
      element.currentTime = 6
      await element.play()
    })
    await page.locator('aria/Write a comment[role="textbox"]').fill(`From ${width} pixels`)
    const begunAt = await page.$eval('video', element => element.currentTime)
    await new Promise(done => setTimeout(done, 2000))
    expect(await isPlaying(page)).toBe(true)
    await page.locator('aria/Your name[role="textbox"]').fill(`Gus ${width}`)
    await press(page, 'Comment')
    await threadWith(page, `From ${width} pixels`)
    const said = (await readNow()).comments.find(({ text }) => text === `From ${width} pixels`)!
    expect(said.name).toBe(`Gus ${width}`)
    expect(Math.abs(said.at! - begunAt)).toBeLessThan(1)
    await page.waitForSelector('[role=slider] [data-pin=comment]')
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    await page.browserContext().close()
  }, 60_000)

  test('a reaction is pinned at once and taken back within seconds', async () => {
    const page = await openAsGuest(width)
    await press(page, 'React with celebration')
    await page.waitForSelector('[data-pin=reaction]')
    await expect.poll(async () => (await readNow()).reactions.map(({ emoji }) => emoji)).toEqual(['🎉'])
    await press(page, 'Undo the reaction')
    await page.waitForFunction(() => document.querySelector('[data-pin=reaction]') === null)
    await expect.poll(async () => (await readNow()).reactions).toEqual([])
    await page.browserContext().close()
  }, 60_000)
})

test('none of it is in the way of the first picture: its code is asked for after the page\'s own', async () => {
  const page = await (await browser.createBrowserContext()).newPage()
  const scripts: string[] = []
  page.on('request', request => { if (request.resourceType() === 'script' || request.resourceType() === 'media') scripts.push(request.url().replace(/.*\//, '')) })
  await page.goto(`${product.publicUrl}/s/${video.recording.shareToken}`)
  await page.locator('aria/React with heart[role="button"]').wait()
  const [part, media] = [scripts.findIndex(name => name.startsWith('comments-part')), scripts.findIndex(name => name.startsWith('video.mp4'))]
  expect(media).toBeGreaterThanOrEqual(0)
  expect(part).toBeGreaterThan(media)
  await page.browserContext().close()
}, 60_000)

test('the owner hears of a comment while the page is open, answers and resolves it; the guest sees the answer', async () => {
  await ownerPage.goto(`${product.publicUrl}/recordings/${video.recording.id}`)
  await openComments(ownerPage)
  const guest = await openAsGuest(1280)
  await openComments(guest)
  await guest.locator('aria/Write a comment[role="textbox"]').fill('Where is the plan? https://example.com/plan.')
  await guest.locator('aria/Your name[role="textbox"]').fill('Gus')
  await press(guest, 'Comment')
  // Sooner than the page would ask by itself.
  await ownerPage.waitForFunction(() => document.body.innerText.includes('Where is the plan?'), { timeout: 10_000 })
  expect(await ownerPage.$eval('a[href="https://example.com/plan"]', link => link.rel)).toContain('nofollow ugc noopener')
  await press(ownerPage, 'Answer Gus')
  await ownerPage.locator('aria/Answer Gus[role="textbox"]').fill('In the folder.')
  await (await ownerPage.waitForSelector('form[aria-label="Answer Gus"] button[type=submit]'))!.click()
  await ownerPage.waitForFunction(() => [...document.querySelectorAll<HTMLElement>('[aria-label="Answers to Gus"] li')].some(row => /Olga Owner\s*Owner[\s\S]*In the folder\./.test(row.innerText)))
  await guest.reload()
  await openComments(guest)
  expect(await threadWith(guest, 'In the folder.')).toContain('Where is the plan?')
  await press(ownerPage, 'Resolve the thread of Gus')
  await says(ownerPage, 'Resolved[\\s\\S]*Show 2 comments')
  await expect.poll(async () => (await readNow()).comments.find(({ text }) => text.startsWith('Where'))!.isResolved).toBe(true)
  await guest.browserContext().close()
}, 90_000)

test('by keyboard alone a guest comments, deletes it, takes that back, and the player stays out of it', async () => {
  const page = await openAsGuest(1280)
  await page.waitForFunction(() => [...document.querySelectorAll('[role=tab]')].some(one => one.textContent!.startsWith('Comments')))
  await page.focus('[role=tab]')
  await page.keyboard.press('ArrowLeft')
  await page.locator('aria/Write a comment[role="textbox"]').wait()
  await tabTo(page, 'Write a comment')
  await page.keyboard.type('Keys only: f c m < >')
  await tabTo(page, 'Your name')
  await page.keyboard.type('Kay')
  await page.keyboard.press('Enter')
  await threadWith(page, 'Keys only: f c m < >')
  expect(await page.evaluate(() => ({ isFull: document.fullscreenElement !== null, rate: document.querySelector('video')!.playbackRate, isMuted: document.querySelector('video')!.muted }))).toEqual({ isFull: false, rate: 1, isMuted: false })
  await tabTo(page, 'Delete the comment of Kay', { isBackwards: true })
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.activeElement?.textContent === 'Undo')
  expect(await page.evaluate(() => document.querySelector('[aria-label="Comments"]')!.textContent)).not.toContain('Keys only')
  await page.keyboard.press('Enter')
  await threadWith(page, 'Keys only: f c m < >')
  const gus = (await readNow()).comments.find(({ name }) => name === 'Gus 1280')!
  await tabTo(page, 'Position in the video', { isBackwards: true })
  await page.$eval('video', (element, seconds) => { element.currentTime = seconds }, gus.at! + 0.5)
  // What lies close together shares a pin, named after the first.
  await page.waitForFunction(() => /^Gus .*From \d+ pixels$/.test(document.querySelector('[role=slider] [data-tip]')?.textContent ?? ''))
  expect((await readNow()).comments.map(({ text }) => text)).toContain('Keys only: f c m < >')
  await page.browserContext().close()
}, 60_000)

test('a deleted comment is gone for good when its author leaves the page', async () => {
  const page = await openAsGuest(1280)
  await openComments(page)
  await page.locator('aria/Write a comment[role="textbox"]').fill('Better not')
  await page.locator('aria/Your name[role="textbox"]').fill('Rue')
  await press(page, 'Comment')
  await press(page, 'Delete the comment of Rue')
  expect((await readNow()).comments.map(({ text }) => text)).toContain('Better not')
  await page.goto('about:blank')
  await expect.poll(async () => (await readNow()).comments.map(({ text }) => text)).not.toContain('Better not')
  await page.browserContext().close()
}, 60_000)

test('after an edit that takes a cut back the comment stands at its new place, on the owner\'s page and for the guest', async () => {
  const before = await readNow()
  const said = before.comments.find(({ text }) => text === 'From 1280 pixels')!
  const cut = video.cuts.toSorted((one, other) => length(other) - length(one)).find(({ span }) => span.end < sourceSecond(video, said.at!))!
  expect(cut).toBeDefined()
  await ownerPage.goto(`${product.publicUrl}/recordings/${video.recording.id}`)
  const left = await openAsGuest(390)
  await openComments(left)
  await threadWith(left, said.text)
  await press(ownerPage, `Undo the cut at ${clockOf(cut.span.start)}`)
  await press(ownerPage, 'Make the video again')
  await says(ownerPage, 'A new version is being made')
  await ownerPage.waitForFunction(() => !document.body.innerText.includes('A new version is being made'), { timeout: 240_000 })
  const after = (await readNow()).comments.find(({ id }) => id === said.id)!
  expect(after.at! - said.at!).toBeGreaterThan(length(cut) * 0.8)
  await openComments(ownerPage)
  expect(await threadWith(ownerPage, said.text)).toContain(clockOf(after.at!))
  const guest = await openAsGuest(1280)
  await openComments(guest)
  expect(await threadWith(guest, said.text)).toContain(clockOf(after.at!))
  // Who had the old video open is told, and nothing of theirs is put at a wrong place.
  await left.bringToFront()
  await says(left, 'This video was made again', 45_000)
  const moved = await client.readRecording(video.recording.id)
  expect(Math.abs(sourceSecond(moved, after.at!) - sourceSecond(video, said.at!))).toBeLessThan(0.1)
}, 300_000)

function length({ span }: RecordingDetail['cuts'][number]): number {
  return span.end - span.start
}

function sourceSecond(detail: RecordingDetail, outputSecond: number): number {
  return timesOf(detail).toSource(outputSecond)
}

/** Presses Tab until what has this name has the focus. */
async function tabTo(page: Page, name: string, { isBackwards = false } = {}): Promise<void> {
  for (let tries = 0; tries < 60; tries += 1) {
    const found = await page.evaluate(wanted => {
      const active = document.activeElement
      return active !== null && (active.getAttribute('aria-label') === wanted || (active instanceof HTMLInputElement && [...active.labels ?? []].some(label => label.textContent === wanted)))
    }, name)
    if (found) return
    if (isBackwards) await page.keyboard.down('Shift')
    await page.keyboard.press('Tab')
    if (isBackwards) await page.keyboard.up('Shift')
  }
  throw new Error(`Tab never came to “${name}”`)
}
