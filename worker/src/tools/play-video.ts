import { pathToFileURL } from 'node:url'
import type { Page } from 'puppeteer'
import { z } from 'zod'
import { startBrowser, type BrowserTools } from './browser.ts'

const played = z.object({
  /** False: this browser was built without the decoders, so it cannot say anything about the file. */
  canPlay: z.boolean(),
  /** What the browser holds against the file; null: nothing. */
  error: z.string().nullable(),
  durationSeconds: z.number(), width: z.number(), height: z.number(),
  /** After each seek: where the browser stands and how bright the drawn frame is (0..255). */
  shown: z.array(z.object({ at: z.number(), brightness: z.number() })),
})
export type Played = z.output<typeof played>

const mimeType = 'video/mp4; codecs="avc1.640028, mp4a.40.2"'
/** A page's script may otherwise not look at the frames of a file; no other file is opened. */
const flags = ['--allow-file-access-from-files', '--autoplay-policy=no-user-gesture-required', '--mute-audio']
const patienceMilliseconds = 30_000

/**
 * Opens a local MP4 in the headless browser, seeks, and draws a frame at each place.
 * Null where no browser could be started. @throws the signal's reason
 */
export async function playVideo(tools: BrowserTools, path: string, places: number[], signal: AbortSignal): Promise<Played | null> {
  const played = await playOnce(tools, path, places, signal)
  if (played === null || played.error === null) return played
  // A browser that fell over says nothing about the video.
  return await playOnce(tools, path, places, signal)
}

async function playOnce(tools: BrowserTools, path: string, places: number[], signal: AbortSignal): Promise<Played | null> {
  signal.throwIfAborted()
  const browser = await startBrowser(tools, flags).catch(() => null)
  if (browser === null) return null
  const kill = (): void => { browser.process()?.kill('SIGKILL') }
  signal.addEventListener('abort', kill, { once: true })
  try {
    return await play(await browser.newPage(), path, places)
  } catch (cause) {
    if (signal.aborted) throw signal.reason
    return { canPlay: true, error: (cause as Error).message, durationSeconds: Number.NaN, width: 0, height: 0, shown: [] }
  } finally {
    signal.removeEventListener('abort', kill)
    await browser.close().catch(kill)
  }
}

async function play(page: Page, path: string, places: number[]): Promise<Played> {
  await page.setViewport({ width: 64, height: 36 })
  await page.goto(pathToFileURL(path).href, { waitUntil: 'domcontentloaded', timeout: patienceMilliseconds })
  return played.parse(await page.evaluate(`(${inPage})(${JSON.stringify({ mimeType, places, patienceMilliseconds })})`))
}

/** Runs in the page that the browser makes around a media file. */
const inPage = `async ({ mimeType, places, patienceMilliseconds }) => {
  const video = document.querySelector('video')
  const result = { canPlay: document.createElement('video').canPlayType(mimeType) !== '', error: null, durationSeconds: 0, width: 0, height: 0, shown: [] }
  if (!result.canPlay) return result
  if (!video) return { ...result, error: 'The browser does not take the file for a video.' }
  const until = (event, begin) => new Promise((resolve, reject) => {
    video.addEventListener(event, resolve, { once: true })
    video.addEventListener('error', () => reject(new Error(video.error?.message || 'unreadable')), { once: true })
    setTimeout(() => reject(new Error('no ' + event)), patienceMilliseconds)
    begin()
  })
  try {
    video.pause()
    if (video.error) throw new Error(video.error.message)
    if (video.readyState < 1) await until('loadedmetadata', () => undefined)
    Object.assign(result, { durationSeconds: video.duration, width: video.videoWidth, height: video.videoHeight })
    const canvas = Object.assign(document.createElement('canvas'), { width: 32, height: 18 })
    const drawing = canvas.getContext('2d', { willReadFrequently: true })
    for (const place of places) {
      await until('seeked', () => { video.currentTime = place })
      drawing.drawImage(video, 0, 0, 32, 18)
      const points = drawing.getImageData(0, 0, 32, 18).data
      let sum = 0
      for (let at = 0; at < points.length; at += 4) sum += points[at] * 0.2126 + points[at + 1] * 0.7152 + points[at + 2] * 0.0722
      result.shown.push({ at: video.currentTime, brightness: sum / (32 * 18) })
    }
  } catch (error) {
    result.error = String(error.message)
  }
  return result
}`
