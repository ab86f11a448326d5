import type { Browser, Page } from 'puppeteer'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shareDraft, type ShareDraft } from '@f2l/common/contracts/api.ts'
import { makeTimeMap } from '@f2l/common/contracts/time-map.ts'
import { makeProductClient, waitForVideo, type ProductClient } from '../demo/src/product-client.ts'
import { signUp } from '../demo/src/sign-up.ts'
import { runProduct, type RunningProduct } from './running-product.ts'
import { launchTestBrowser } from './test-browser.ts'

const person = { email: 'viewer@example.com', password: 'a long enough password', name: 'Vera Viewer' }
let product: RunningProduct
let client: ProductClient
let browser: Browser
let page: Page
let recordingId: string
let token: string
let draft: ShareDraft

beforeAll(async () => {
  product = await runProduct({}, { isWholeMeeting: true })
  browser = await launchTestBrowser()
  page = await browser.newPage()
  await page.setViewport({ width: 1280, height: 800 })
  client = makeProductClient(product.publicUrl)
  await signUp(client, product.mailbox, person, 30_000)
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await product?.stop()
}, 60_000)

test('the link plays the recording before its video is made, with transcript and chapters', async () => {
  recordingId = (await client.addByLink(product.fathom.sampleLink)).id
  token = await waitForWatchToken()
  await page.goto(`${product.publicUrl}/s/${token}`)
  await page.waitForFunction(() => document.querySelector('video')?.src.endsWith('/source'))
  expect(await page.$$eval('[aria-label="Transcript"] button', lines => lines.length)).toBeGreaterThan(5)
  await page.waitForFunction(() => document.body.innerText.includes('takes over'))
  const played = await page.$eval('video', async video => {
    video.muted = true
    await video.play()
    await new Promise(done => setTimeout(done, 1500))
    return { time: video.currentTime, width: video.videoWidth, error: video.error?.message ?? null }
  })
  expect(played.error).toBeNull()
  expect(played.width).toBeGreaterThan(0)
  expect(played.time).toBeGreaterThan(0.5)
  expect((await client.readRecording(recordingId)).recording.state).toBe('processing')
}, 240_000)

test('what was cut is really skipped', async () => {
  draft = shareDraft.parse(await (await fetch(`${product.publicUrl}/api/v1/share/${token}/draft`)).json())
  const { frameRate, keep } = draft.timeMap!
  const rate = frameRate.num / frameRate.den
  const cuts = keep.slice(1).map(({ start }, index) => ({ start: keep[index]!.end / rate, end: start / rate }))
  const cut = cuts.toSorted((a, b) => b.end - b.start - (a.end - a.start))[0]!
  expect(cut.end - cut.start).toBeGreaterThan(1)
  const places = await page.$eval('video', async (video, { start, end }) => {
    video.currentTime = start - 1
    await video.play()
    const seen: number[] = []
    const until = performance.now() + 20_000
    while (performance.now() < until && video.currentTime < end + 0.5) {
      await new Promise(done => requestAnimationFrame(done))
      seen.push(video.currentTime)
    }
    return seen
  }, cut)
  expect(places.at(-1)).toBeGreaterThan(cut.end)
  expect(places.filter(place => place > cut.start + 0.2 && place < cut.end - 0.05)).toEqual([])
}, 60_000)

test('when the video is ready it takes over at the same place, speed and all', async () => {
  await page.select('select[aria-label="Speed"]', '1.2')
  const change = page.$eval('video', async video => {
    let last = { src: video.src, time: video.currentTime, at: performance.now() }
    video.currentTime = 20
    await video.play()
    const until = performance.now() + 280_000
    while (performance.now() < until) {
      await new Promise(done => setTimeout(done, 20))
      if (video.src !== last.src && video.readyState >= 2 && video.currentTime > 0 && !video.seeking) {
        const elapsed = performance.now() - last.at
        await new Promise(done => setTimeout(done, 500))
        return { before: last.time, after: video.currentTime, elapsed, src: video.src, rate: video.playbackRate, isPaused: video.paused }
      }
      if (video.src !== last.src) continue
      if (video.currentTime > 40) video.currentTime = 20
      last = { src: video.src, time: video.currentTime, at: performance.now() }
    }
    return null
  })
  const [detail, changed] = await Promise.all([waitForVideo(client, recordingId, () => undefined, 280, AbortSignal.timeout(290_000)), change])
  expect(detail.recording).toMatchObject({ watchToken: null, shareToken: token })
  expect(changed).toMatchObject({ rate: 1.2, isPaused: false })
  expect(changed!.src).toMatch(/\/video\.mp4$/)
  const expected = makeTimeMap(draft.timeMap!).toOutput(changed!.before)
  // It has played for half a second at 1.2 times the speed since.
  expect(Math.abs(changed!.after - 0.6 - expected)).toBeLessThan(0.5)
  expect((await fetch(`${product.publicUrl}/s/${token}/source`)).status).toBe(404)
}, 300_000)

async function waitForWatchToken(): Promise<string> {
  for (let tries = 0; tries < 1200; tries += 1) {
    const { recording } = await client.readRecording(recordingId)
    if (recording.watchToken) return recording.watchToken
    if (recording.state === 'ready' || recording.state === 'failed') throw new Error(`The recording was ${recording.state} before it could be watched.`)
    await new Promise(done => setTimeout(done, 150))
  }
  throw new Error('The recording could not be watched in time.')
}
