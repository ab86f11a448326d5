import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import type { Browser, BrowserContext, Page } from 'puppeteer'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { jobId } from '@f2l/common/contracts/ids.ts'
import { chapters, comments, cues, mails, recordings, shareRules, videos, views } from '@f2l/user-dbs/schema.ts'
import { sampleResult } from '../backend/test/sample-result.ts'
import { composeMail } from '../worker/src/mail/compose.ts'
import { logIn, runLibrary, type FilledLibrary } from './filled-library.ts'
import { filmPoster, storeFilm } from './hand-worker.ts'
import { launchTestBrowser } from './test-browser.ts'

/** What would run if any of it became markup, a link, a template or a part of a script. */
const evil = `"'></title></textarea></style><img src=x onerror="hit('img')"><script>hit('script')</script><svg onload="hit('svg')"></svg><a href="javascript:hit('a')">a</a>{{hit('brace')}}\${hit('dollar')}`
const seen = '<script>hit(\'script\')</script>'
const markdown = `# ${evil}\n[one](javascript:hit('md')) [two](data:text/html,<script>hit(1)</script>) ![three](https://evil.invalid/pixel.png)\n\n- ${evil}`

let library: FilledLibrary
let browser: Browser
let member: BrowserContext
let guest: BrowserContext
let otherSite: Server
let folder: string
let place: ReturnType<FilledLibrary['idsOf']>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'f2l-hostile-'))
  library = await runLibrary()
  const [id] = await library.fill([{ title: evil, tags: [evil.slice(0, 40)], says: evil, hasPictures: true }])
  place = library.idsOf(Number(id!.slice(4)))
  const [binned] = await library.fill([{ title: evil, says: evil }])
  await library.call('DELETE', `/api/v1/recordings/${binned}`, undefined)
  await library.fill([{ title: `failed ${evil}`, state: 'failed' }])
  await library.call('PATCH', '/api/v1/me', { name: `<script>hit('script')</script>` })
  await poison()
  await filmPoster(join(folder, 'video.mp4'), 22)
  const { files, plan } = sampleResult(library.owner, place.video)
  await storeFilm(library.store, { files, plan: { ...plan, cues: [{ start: 0, end: 9, speaker: evil, text: evil }] } }, join(folder, 'video.mp4'))
  browser = await launchTestBrowser()
  ;[member, guest] = [await browser.createBrowserContext(), await browser.createBrowserContext()]
  const page = await member.newPage()
  await logIn(page, library)
  await page.close()
  otherSite = createServer((request, response) => {
    const [path] = request.url!.slice(1).split('?')
    response.setHeader('content-type', 'text/html').end(`<!doctype html><iframe src="${library.publicUrl}/${path}" width="800" height="500"></iframe>`)
  }).listen(0, '127.0.0.1')
}, 120_000)
afterAll(async () => {
  await browser?.close()
  otherSite?.close()
  await library?.stop()
  await rm(folder, { recursive: true, force: true })
}, 60_000)

/** Every text that a meeting, its people and its viewers bring along. */
async function poison(): Promise<void> {
  const { owner, person, publicUrl, userDatabases } = library
  const { plan, report } = sampleResult(owner, place.video)
  const cue = { start: 0, end: 9, speaker: evil, text: evil }
  const facts = { kind: 'send-mail' as const, jobId: jobId.parse('job000000000000'), userId: owner, to: person.email, name: evil, language: 'en' as const, title: evil, posterKey: null, sourceSeconds: 30, videoSeconds: 22, chapters: [{ start: 0, title: evil }], errorMessage: evil }
  const mail = composeMail({ ...facts, template: 'video-ready', link: `${publicUrl}/s/${place.token}` }, publicUrl)
  const at = new Date().toISOString()
  const database = await userDatabases.open(owner)
  database.transact(db => {
    db.update(recordings).set({
      participants: [evil], speakers: [evil], summaryMarkdown: markdown, highlights: [{ start: 1, end: 4, text: evil }],
      actionItems: [{ text: evil, at: 2, assignee: evil, isDone: false }],
    }).where(eq(recordings.id, place.recording)).run()
    db.update(recordings).set({ errorCode: null, errorMessage: evil }).where(eq(recordings.state, 'failed')).run()
    db.update(videos).set({ plan: { ...plan, cues: [cue], titleCard: { ...plan.titleCard, title: evil } }, report: { ...report, notes: [evil] } }).where(eq(videos.id, place.video)).run()
    db.update(cues).set({ startSeconds: 0, endSeconds: 9, speaker: evil }).where(eq(cues.recordingId, place.recording)).run()
    db.insert(chapters).values({ videoId: place.video, position: 0, startSeconds: 0, title: evil }).run()
    db.insert(comments).values([{ id: 'com_0000000000000001', videoId: place.video, atSeconds: 2, authorName: evil, visitor: 'x', text: `${evil} javascript:hit('text') https://example.com/"onmouseover="hit('url')`, createdAt: at }]).run()
    db.insert(views).values({ id: 'vie_0000000000000001', videoId: place.video, visitor: 'x', viewerName: evil, startedAt: at, lastAt: at, isCounted: true, seen: [{ start: 0, end: 9 }] }).run()
    db.insert(shareRules).values({ videoId: place.video, updatedAt: at, callToAction: { text: evil.slice(0, 60), url: 'https://example.com/"><script>hit(3)</script>', colour: '#0f766e' } }).run()
    db.insert(mails).values({ id: 'mai_0000000000000001', jobId: facts.jobId, toAddress: person.email, ...mail, delivery: 'outbox', createdAt: at }).run()
  })
}

interface Trace { hits: string[]; violations: string[] }

/** A page that writes down what runs, what the policy had to stop, and whom it asks. */
interface Watched { page: Page; foreign: string[] }

/** Opens the page, and closes it whatever comes of it: a browser keeps six connections to one server. */
async function visit(context: BrowserContext, path: string, look: (watched: Watched) => Promise<unknown>): Promise<void> {
  const page = await context.newPage()
  try {
    await look(await watch(page, path))
  } finally {
    await page.close()
  }
}

async function watch(page: Page, path: string): Promise<Watched> {
  const foreign: string[] = []
  page.on('request', request => { if (!/^(data|blob|about):/.test(request.url()) && !request.url().startsWith(library.publicUrl)) foreign.push(request.url()) })
  page.on('dialog', dialog => { foreign.push(`dialog ${dialog.message()}`); void dialog.dismiss() })
  await page.evaluateOnNewDocument(() => {
    const trace: Trace = { hits: [], violations: [] }
    Object.assign(globalThis, { trace, hit: (what: string) => trace.hits.push(what) })
    document.addEventListener('securitypolicyviolation', event => trace.violations.push(`${event.effectiveDirective} ${event.blockedURI}`))
  })
  await page.setViewport({ width: 1280, height: 900 })
  await page.goto(library.publicUrl + path, { waitUntil: 'load' })
  return { page, foreign }
}

const traceOf = (page: Page): Promise<Trace> => page.evaluate(() => (globalThis as unknown as { trace: Trace }).trace)

/** Elements that only markup out of our words could have made. */
const madeByWords = '[onerror], [onload], [onmouseover], img[src="x"], script:not([src]), base[href], object, a[href^="javascript" i], a[href^="data:" i], img[src^="https://evil"]'

async function expectText({ page, foreign }: Watched, shown = seen): Promise<void> {
  // `waitForFunction` evaluates text, which the policy stops.
  await expect.poll(() => page.evaluate(text => document.body.textContent.includes(text) || [...document.querySelectorAll('input')].some(({ value }) => value.includes(text)), shown), { timeout: 20_000 }).toBe(true)
  await page.evaluate(() => new Promise(done => setTimeout(done, 300)))
  for (const frame of page.frames()) expect(await frame.$$eval(madeByWords, found => found.map(({ outerHTML }) => outerHTML))).toEqual([])
  expect(await traceOf(page)).toEqual({ hits: [], violations: [] })
  expect(foreign).toEqual([])
}

async function openTab(page: Page, name: string): Promise<void> {
  await page.locator('[role=tab]').wait()
  await page.$$eval('[role=tab]', (tabs, wanted) => tabs.find(tab => tab.textContent!.startsWith(wanted))!.dispatchEvent(new MouseEvent('click', { bubbles: true })), name)
}

describe('81: titles, captions, names, chapters, notes and comments with scripts in them stay text', () => {
  test.each<[string, () => string, string?]>([
    ['the library', () => '/'], ['the search', () => '/?q=onerror'], ['the bin', () => '/bin'], ['a recording', () => `/recordings/${place.recording}`], ['a recording that failed', () => `/recordings/${library.idsOf(3).recording}`],
    ['the editor', () => `/recordings/${place.recording}/edit`], ['the editor\'s chapters', () => `/recordings/${place.recording}/edit`, 'Chapters'], ['the editor\'s speakers', () => `/recordings/${place.recording}/edit`, 'Speakers'],
    ['the outbox', () => '/outbox'], ['the profile', () => '/settings/profile'],
  ])('81: for their owner: %s', async (_, path, tab) => {
    await visit(member, path(), async watched => {
      if (tab) await openTab(watched.page, tab)
      await expectText(watched)
    })
  }, 60_000)

  test('81: for a stranger: the share page with its transcript, chapters, comments and captions', async () => {
    await visit(guest, `/s/${place.token}`, async watched => {
      await expectText(watched)
      for (const tab of ['Chapters', 'Comments', 'Transcript']) {
        await openTab(watched.page, tab)
        await expectText(watched)
      }
      await watched.page.$eval('video', video => { video.currentTime = 4 })
      await watched.page.keyboard.press('c')
      await expectText(watched)
    })
  }, 60_000)

  test('81: for a stranger: the embedded player', () => visit(guest, `/s/${place.token}/embed`, watched => expectText(watched)), 60_000)

  test.each(['', '/embed'])('81: for a stranger without JavaScript: the share page%s', async end => {
    const page = await guest.newPage()
    await page.setJavaScriptEnabled(false)
    await page.goto(`${library.publicUrl}/s/${place.token}${end}`)
    const html = await page.content()
    expect(html).toContain('&lt;script&gt;hit')
    expect(await page.$$eval(madeByWords, found => found.map(({ outerHTML }) => outerHTML))).toEqual([])
    await page.close()
  }, 30_000)
})

describe('87: the security policy in a real browser', () => {
  test.each(['', '/embed'])('87: inline script, eval, other sites, object and base are blocked on the share page%s', async end => {
    await visit(guest, `/s/${place.token}${end}`, async ({ page }) => {
      const outcome = await page.evaluate(attack)
      const { hits, violations } = await traceOf(page)
      expect(hits).toEqual([])
      expect(outcome).toEqual({ evaluated: [], baseMoved: false, fetched: false })
      const stopped = new Set(violations.map(line => line.split(' ')[0]))
      for (const directive of ['script-src-elem', 'script-src-attr', 'script-src', 'object-src', 'base-uri', 'connect-src', 'img-src', 'form-action', 'style-src-elem', 'frame-src']) expect([...stopped]).toContain(directive)
    })
  }, 60_000)

  test.each([['the app', '', false], ['a share page', 's/token', false], ['the embedded player', 's/token/embed', true]])('87: in a frame of another site: %s', async (_, path, isShown) => {
    const page = await guest.newPage()
    await page.goto(`http://127.0.0.1:${(otherSite.address() as AddressInfo).port}/${path.replace('token', place.token)}`)
    const frame = await (await page.waitForSelector('iframe'))!.contentFrame()
    if (isShown) await frame.waitForSelector('video')
    else expect(frame.url()).toMatch(/^chrome-error:/)
    await page.close()
  }, 60_000)
})

/** Runs in the page, as somebody would who got a foothold in it. What runs only once this has ended is not the debugger's own. */
async function attack(): Promise<{ evaluated: string[]; baseMoved: boolean; fetched: boolean }> {
  const add = (tag: string, attributes: Record<string, string>, text = '') => document.body.append(Object.assign(document.createElement(tag), { textContent: text }, attributes))
  const evaluated: string[] = []
  const before = document.baseURI
  await new Promise(done => setTimeout(done, 50))
  await new Promise<void>(done => setTimeout(() => {
    try { evaluated.push((0, eval)('"eval"')) } catch { /* blocked */ }
    try { evaluated.push(new Function('return "function"')()) } catch { /* blocked */ }
    try { setTimeout('hit("timer")', 0) } catch { /* blocked */ }
    done()
  }, 50))
  add('script', {}, 'hit("inline")')
  add('script', { src: 'https://evil.invalid/x.js' })
  add('script', { type: 'module', src: 'https://evil.invalid/module.js' })
  add('script', { src: 'data:text/javascript,hit("data")' })
  document.body.insertAdjacentHTML('beforeend', '<img src="/favicon.svg" onload="hit(\'handler\')"><button id="evil" onclick="hit(\'click\')">x</button><a id="evil-link" href="javascript:hit(\'link\')">x</a>')
  document.getElementById('evil')!.click()
  document.getElementById('evil-link')!.click()
  document.head.insertAdjacentHTML('afterbegin', '<base href="https://evil.invalid/">')
  document.body.insertAdjacentHTML('beforeend', '<object data="/favicon.svg"></object><embed src="/favicon.svg"><iframe src="https://evil.invalid/"></iframe><img src="https://evil.invalid/pixel.png"><link rel="stylesheet" href="https://evil.invalid/x.css"><form id="evil-form" action="https://evil.invalid/" method="post"></form>')
  ;(document.getElementById('evil-form') as HTMLFormElement).submit()
  const fetched = await fetch('https://evil.invalid/').then(() => true, () => false)
  await new Promise(done => setTimeout(done, 500))
  return { evaluated, baseMoved: document.baseURI !== before, fetched }
}
