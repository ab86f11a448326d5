import { randomBytes } from 'node:crypto'
import { Agent } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { ask, askText, type Asker } from './ask.ts'
import type { Meter } from './meter.ts'
import { playFrom, type Video } from './play.ts'

export interface ViewerPlace { origin: string; token: string; video: Video; meter: Meter; signal: AbortSignal }

/** As the page does (frontend/src/watch/view-tracker.ts, frontend/src/comments/polling.ts). */
const tellEverySeconds = 15
const pollEverySeconds = 20

/** One seat in front of the video: visitors come and go there until the signal aborts. */
export async function keepViewing(place: ViewerPlace, startAfterSeconds: number): Promise<void> {
  await pause(startAfterSeconds, place.signal)
  while (!place.signal.aborted) await visit(place)
}

/** Opens the page, plays with a few leaps for a minute or so, tells what was seen and reads what others say; then leaves. */
async function visit({ origin, token, video, meter, signal }: ViewerPlace): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 6 })
  const leaving = AbortSignal.any([signal, AbortSignal.timeout(45_000 + Math.floor(Math.random() * 30_000))])
  const asker = { origin, agent, meter, signal: leaving }
  try {
    await openPage(asker, token)
    await Promise.all([watch(asker, token, video), tellViews(asker, token, video), readDiscussion(asker, token)])
  } finally {
    agent.destroy()
  }
}

async function openPage(asker: Asker, token: string): Promise<void> {
  await askText(asker, { kind: 'share page', path: `/s/${token}` })
  await askText(asker, { kind: 'share page, data', path: `/api/v1/share/${token}` })
  await Promise.all(['captions.vtt', 'poster.jpg', 'storyboard.vtt', 'storyboard.jpg'].map(name => askText(asker, { kind: 'captions, pictures', path: `/s/${token}/${name}` })))
}

/** From the beginning; every ten seconds or so a leap to somewhere else. */
async function watch(asker: Asker, token: string, video: Video): Promise<void> {
  let from = 0
  while (!asker.signal.aborted) {
    await playFrom(asker, `/s/${token}/video.mp4`, video, { from, seconds: 6 + Math.random() * 8 })
    from = Math.floor(Math.random() * video.bytes)
  }
}

async function tellViews(asker: Asker, token: string, { durationSeconds }: Video): Promise<void> {
  const id = `vie_${Array.from(randomBytes(16), byte => 'abcdefghijklmnopqrstuvwxyz012345'[byte % 32]).join('')}`
  let cookie = ''
  for (let start = 0; ; start += tellEverySeconds) {
    await pause(tellEverySeconds, asker.signal)
    const from = start % Math.max(1, durationSeconds - tellEverySeconds)
    const told = { id, durationSeconds, asksForPrivacy: false, seen: [{ start: from, end: Math.min(durationSeconds, from + tellEverySeconds) }], hasSoughtEnd: false, sawCallToAction: false, clickedCallToAction: false }
    const answer = await ask(asker, { kind: 'view told', method: 'POST', path: `/api/v1/share/${token}/view`, body: JSON.stringify(told), headers: cookie === '' ? {} : { cookie } })
    if (asker.signal.aborted) return
    cookie = answer?.headers['set-cookie']?.[0]?.split(';')[0] ?? cookie
    answer?.resume()
  }
}

async function readDiscussion(asker: Asker, token: string): Promise<void> {
  let etag = ''
  while (!asker.signal.aborted) {
    const answer = await ask(asker, { kind: 'discussion', path: `/api/v1/share/${token}/discussion`, headers: etag === '' ? {} : { 'if-none-match': etag } })
    etag = answer?.headers.etag ?? etag
    answer?.resume()
    await pause(pollEverySeconds, asker.signal)
  }
}

/** Ends early when the signal aborts; the caller looks at it next. */
async function pause(seconds: number, signal: AbortSignal): Promise<void> {
  await sleep(seconds * 1000, undefined, { signal }).catch(() => undefined)
}
