import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, ElementHandle, Page } from 'puppeteer'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { RecordingDetail } from '@f2l/common/contracts/api.ts'
import { makeProductClient, type ProductClient } from '../demo/src/product-client.ts'
import { fill, openComments, plays, press, says, sendRegistration, watchUntil } from './page-actions.ts'
import { readDiscussion } from './read-discussion.ts'
import { runProduct, type RunningProduct } from './running-product.ts'
import { launchTestBrowser } from './test-browser.ts'

/** The story of one video, as its owner and those who get the link live it: on a wide screen in the light, on a phone's in the dark. */
let product: RunningProduct
let browser: Browser
let otherSite: Server
let embedded = ''

beforeAll(async () => {
  // No Fathom answers and no mail server is there: the first video needs neither.
  product = await runProduct({ SMTP_URL: '', FATHOM_SHARE_URL: 'http://127.0.0.1:1', FATHOM_API_URL: 'http://127.0.0.1:1', QUEUE_POLL_SECONDS: '1' }, { sharesCache: true })
  browser = await launchTestBrowser()
  otherSite = createServer((_, response) => {
    response.setHeader('content-type', 'text/html').end(`<!doctype html><title>Blog</title><iframe src="${embedded}" width="320" height="180" allow="fullscreen; autoplay"></iframe>`)
  }).listen(0, '127.0.0.1')
}, 120_000)
afterAll(async () => {
  await browser?.close()
  otherSite?.close()
  await product?.stop()
}, 60_000)

const title = 'Sample meeting: a new remote control'
const sentence = 'It might it might save'
/** What a link has, besides its pages. */
const files = ['video.mp4', 'poster.jpg', 'preview.gif', 'captions.vtt', 'storyboard.vtt', 'storyboard.jpg', 'download', 'transcript.txt', 'transcript.srt', 'transcript.vtt']
const publicPaths = (token: string) => [...files.map(file => `/s/${token}/${file}`), `/api/v1/share/${token}`, `/api/v1/share/${token}/discussion`]

describe.each([{ width: 1280, height: 900, theme: 'light' }, { width: 390, height: 844, theme: 'dark' }])('at $width px, $theme', ({ width, height, theme }) => {
  const person = { email: `ada-${width}@example.com`, password: 'a long enough password', name: 'Ada' }
  const password = 'blue herring'
  let client: ProductClient
  let owner: Page
  let id: string
  let token: string
  let before: RecordingDetail
  let saidAt: string
  let isOver = false

  // What follows a broken step would only wait in vain.
  afterEach(({ task }) => { isOver ||= task.result?.state === 'fail' })
  const step = (title: string, work: () => Promise<void>, timeout = 90_000): void => test(title, async context => { if (isOver) context.skip(); await work() }, timeout)

  async function open(path: string, context = browser.createBrowserContext()): Promise<Page> {
    const page = await (await context).newPage()
    await page.setViewport({ width, height })
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }])
    await page.goto(path.startsWith('http') ? path : product.publicUrl + path)
    return page
  }
  const statuses = (page: Page): Promise<number[]> => page.evaluate(paths => Promise.all(paths.map(async path => (await fetch(path, { headers: { range: 'bytes=0-9' } })).status)), publicPaths(token))
  const detail = (): Promise<RecordingDetail> => client.readRecording(id)
  const comments = async () => (await readDiscussion(product.publicUrl, token)).comments
  const lineAt = ({ page }: RecordingDetail, seconds: number): string => page!.cues.find(({ start, end }) => start <= seconds && seconds < end)!.text

  step('somebody registers, and one click leads to the steps of a first video', async () => {
    owner = await open('/')
    await sendRegistration(owner, product.publicUrl, person)
    await press(owner, 'Try the sample meeting')
    await owner.waitForFunction(() => location.pathname.startsWith('/sample/rec_'))
    id = new URL(owner.url()).pathname.split('/')[2]!
    await owner.waitForSelector('[aria-label="Steps"] [aria-current="step"]', { timeout: 60_000 })
    expect(await owner.$$('[aria-label="Steps"] li')).toHaveLength(8)
    await owner.waitForSelector('[role=progressbar]')
    client = makeProductClient(product.publicUrl)
    await client.login(person)
    expect(await owner.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(theme === 'dark')
  })

  step('before it is made it can be watched', async () => {
    await expect.poll(async () => (await detail()).recording.watchToken, { timeout: 120_000, interval: 500 }).not.toBeNull()
    token = (await detail()).recording.watchToken!
    const page = await open(`/s/${token}`)
    await page.waitForFunction(() => document.querySelector('video')?.src.endsWith('/source'))
    expect(await plays(page)).toBe(true)
    await page.browserContext().close()
  }, 180_000)

  step('its own page leads to the finished video, under the same link', async () => {
    await owner.waitForFunction(() => location.pathname.startsWith('/s/'), { timeout: 280_000 })
    expect(new URL(owner.url()).pathname).toBe(`/s/${token}`)
    await owner.waitForSelector('video')
    await owner.waitForSelector('[aria-label="Transcript"] button')
    expect(await owner.evaluate(() => document.body.innerText)).toContain(title)
    expect(await owner.$eval('video', video => video.error?.message ?? null)).toBeNull()
    before = await detail()
    expect(before.recording).toMatchObject({ state: 'ready', shareToken: token })
  }, 300_000)

  step('the library has the sample then, and offers it no more', async () => {
    await owner.goto(`${product.publicUrl}/`)
    await says(owner, title)
    expect(await owner.$('aria/Try the sample meeting[role="button"]')).toBeNull()
  })

  step('a guest comments on a moment', async () => {
    const page = await open(`/s/${token}?t=20`)
    await page.waitForSelector('video')
    await openComments(page)
    await page.locator('aria/Write a comment[role="textbox"]').fill('Here it is')
    await page.locator('aria/Your name[role="textbox"]').fill('Gus')
    await press(page, 'Comment')
    await expect.poll(async () => (await comments()).length).toBe(1)
    saidAt = lineAt(before, (await comments())[0]!.at!)
    await page.browserContext().close()
  })

  step('the owner puts one cut back, cuts one sentence, and the video is made again', async () => {
    await owner.goto(`${product.publicUrl}/recordings/${id}/edit`)
    const silence = await owner.waitForSelector('[role=application] [role=img][aria-label^="Silence"]')
    await clickInSight(silence!)
    await press(owner, 'Put back')
    await owner.waitForSelector('[role=application] [role=img][aria-label$="taken back"]')
    await clickSentence(owner)
    await owner.keyboard.press('Home')
    await owner.keyboard.down('Shift')
    await owner.keyboard.press('End')
    await owner.keyboard.up('Shift')
    await press(owner, 'Cut')
    await press(owner, 'Save')
    await expect.poll(async () => { const { page, edit, recording } = await detail(); return edit.cutOut.length === 1 && recording.job?.status === 'completed' && !page!.cues.some(({ text }) => text.startsWith(sentence)) }, { timeout: 240_000, interval: 500 }).toBe(true)
    const after = await detail()
    const { undo: [put], cutOut: [cut] } = after.edit
    expect(Math.abs(after.page!.durationSeconds - (before.page!.durationSeconds + put!.end - put!.start - (cut!.end - cut!.start)))).toBeLessThan(0.5)
  }, 300_000)

  step('the comment is still at what it was said about', async () => {
    const [comment] = await comments()
    expect(comment!.text).toBe('Here it is')
    expect(lineAt(await detail(), comment!.at!)).toBe(saidAt)
  })

  step('the player plays on another site', async () => {
    embedded = `${product.publicUrl}/s/${token}/embed`
    const page = await open(`http://127.0.0.1:${(otherSite.address() as AddressInfo).port}/`)
    const frame = await (await page.waitForSelector('iframe'))!.contentFrame()
    await frame.waitForSelector('video')
    expect(await plays(frame)).toBe(true)
    await page.browserContext().close()
  })

  step('behind a password a stranger sees nothing of it, on any address, until they give it', async () => {
    await owner.goto(`${product.publicUrl}/recordings/${id}`)
    await press(owner, 'Share')
    await press(owner, 'Set a password')
    await fill(owner, 'Password of the link', password)
    await press(owner, 'Save')
    await says(owner, 'A password is asked for.')
    const page = await open(`/s/${token}`)
    await says(page, 'This video needs a password')
    expect(await page.content()).not.toMatch(/remote control|og:/i)
    expect(await statuses(page)).toEqual(publicPaths(token).map(() => 401))
    await fill(page, 'Password', password)
    await press(page, 'Watch')
    await page.waitForSelector('video')
    expect(new Set(await statuses(page))).toEqual(new Set([200, 206]))
    await watchUntil(page, 6)
    await page.browserContext().close()
  })

  step('the owner reads of one view', async () => {
    await owner.keyboard.press('Escape')
    await owner.waitForFunction(() => document.querySelector('#insights li')?.textContent === '1 view', { timeout: 30_000 })
    await owner.browserContext().close()
  })
})

async function clickSentence(page: Page): Promise<void> {
  const word = await page.waitForFunction(text => {
    const row = [...document.querySelectorAll('[data-row]')].find(one => one.querySelector('p')?.textContent?.includes(text))
    return row?.querySelector('[data-from]:not([role=img])')
  }, {}, sentence) as ElementHandle<Element>
  await clickInSight(word)
}

/** Rows find their height only when they come near: a click that scrolls by itself may miss. */
async function clickInSight(element: ElementHandle<Element>): Promise<void> {
  for (let tries = 0; tries < 3; tries += 1) {
    await element.evaluate(async one => {
      one.scrollIntoView({ block: 'center' })
      await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
    })
  }
  await element.click()
}
