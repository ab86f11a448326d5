import type { Browser, BrowserContext, Page } from 'puppeteer'
import { choose, fill, logIn, press, says } from './page-actions.ts'
import type { Places, Showcase } from './showcase.ts'

type Visitor = 'guest' | 'newcomer' | 'member'
export interface View {
  name: string
  as: Visitor
  path: (places: Places) => string
  /** What is there once the view is drawn; its heading by default. */
  shows?: string
  then?: (page: Page) => Promise<unknown>
}

const guest = (name: string, path: View['path'] | string, more: Partial<View> = {}): View => ({ name, as: 'guest', path: typeof path === 'string' ? () => path : path, ...more })
const member = (name: string, path: View['path'] | string, more: Partial<View> = {}): View => ({ ...guest(name, path, more), as: 'member' })
const newcomer = (name: string, path: View['path'] | string, more: Partial<View> = {}): View => ({ ...guest(name, path, more), as: 'newcomer' })
const share = (name: string, then?: View['then'], query = '?t=20') => guest(name, ({ meeting }) => `/s/${meeting.token}${query}`, { shows: '[aria-label="React with heart"]', ...(then ? { then } : {}) })
const recording = (name: string, then?: View['then']) => member(name, ({ meeting }) => `/recordings/${meeting.recording}`, { shows: '#insights svg', ...(then ? { then } : {}) })
const editor = (name: string, then?: View['then']) => member(name, ({ meeting }) => `/recordings/${meeting.recording}/edit`, { shows: '[role=application] [data-row]', ...(then ? { then } : {}) })
const cards = '[aria-label="Recordings"] h2'

/** Every view of the product and how to get there: what is looked at for accessibility, and what is photographed. */
export const everyView: View[] = [
  guest('welcome', '/'),
  guest('register', '/register'),
  guest('register-refused', '/register', { then: page => press(page, 'Create account') }),
  guest('log-in', '/login'),
  guest('log-in-failed', '/login', { async then(page) {
    await fill(page, 'E-mail', 'nobody@example.com')
    await fill(page, 'Password', 'not the password')
    await press(page, 'Log in')
    await says(page, 'do not fit together')
  } }),
  guest('forgot', '/forgot'),
  guest('reset', '/reset?token=abc'),
  guest('verify-failed', '/verify?token=abc'),
  guest('not-found', '/nowhere'),

  share('share'),
  share('share-search', async page => {
    await page.locator('aria/Search the transcript[role="searchbox"]').fill('plastic')
    await page.waitForSelector('[data-cue] mark')
  }),
  share('share-transcript-files', page => press(page, 'Download the transcript')),
  share('share-chapters', page => choose(page, 'tab', 'Chapters')),
  share('share-comments', async page => {
    await page.evaluate(() => [...document.querySelectorAll<HTMLElement>('[role=tab]')].find(tab => tab.innerText.startsWith('Comments'))!.click())
    await says(page, 'what the plastic case would cost')
  }),
  share('share-keys', async page => {
    await page.keyboard.press('?')
    await page.waitForSelector('dialog[open]')
  }),
  share('share-playing', async page => {
    await page.$eval('video', video => { video.muted = true; return video.play() })
    await page.waitForSelector('[aria-label="Captions"]')
    if (await page.$('[aria-label="Captions"][aria-pressed=false]')) await page.keyboard.press('c')
    await page.waitForFunction(() => document.querySelector('video')!.currentTime > 20.5)
    await page.$eval('video', video => video.pause())
  }),
  guest('share-being-made', ({ making }) => `/s/${making.token}`, { shows: 'video' }),
  guest('share-waiting', ({ waiting }) => `/s/${waiting.token}`),
  guest('share-password', ({ locked }) => `/s/${locked}`),
  guest('share-wrong-password', ({ locked }) => `/s/${locked}`, { async then(page) {
    await fill(page, 'Password', 'red herring')
    await press(page, 'Watch')
    await says(page, 'That is not the password')
  } }),
  guest('share-sign-in', ({ named }) => `/s/${named}`),
  guest('share-expired', ({ expired }) => `/s/${expired}`),
  guest('share-gone', '/s/AAAAAAAAAAAAAAAAAAAAAA'),
  guest('embed', ({ meeting }) => `/s/${meeting.token}/embed`, { shows: 'video' }),
  guest('embed-being-made', ({ making }) => `/s/${making.token}/embed`, { shows: 'video' }),
  guest('embed-waiting', ({ waiting }) => `/s/${waiting.token}/embed`),
  guest('embed-password', ({ locked }) => `/s/${locked}/embed`),

  newcomer('first-run', '/', { shows: 'main h3, main h2' }),
  newcomer('bin-empty', '/bin'),
  newcomer('queue-empty', '/queue', { shows: 'main h2' }),
  newcomer('outbox-empty', '/outbox', { shows: 'main h2' }),
  newcomer('fathom-connect', '/settings/fathom', { shows: 'main form' }),

  member('library', '/', { shows: cards }),
  member('library-file', '/', { shows: cards, then: page => choose(page, 'tab', 'Upload a file') }),
  member('library-account', '/', { shows: cards, async then(page) {
    await choose(page, 'tab', 'Fathom account')
    await page.waitForSelector('[aria-label="Meetings"] li')
  } }),
  member('library-options', '/', { shows: cards, then: page => page.$eval('main details summary', summary => (summary as HTMLElement).click()) }),
  member('library-selected', '/', { shows: cards, then: selectTwo }),
  member('library-found', '/?q=plastic', { shows: '[aria-label="Search results"] mark' }),
  member('library-nothing-found', '/?q=xylophone', { async then(page) {
    await says(page, 'Nothing found')
    // Once the stream of events is open it is asked again.
    await new Promise(done => setTimeout(done, 700))
    await says(page, 'Nothing found')
  } }),
  member('library-filtered-away', '/?state=processing&tag=Sales', { then: page => says(page, 'Nothing here') }),
  member('library-menu', '/', { shows: cards, then: openCardMenu }),
  member('library-rename', '/', { shows: cards, async then(page) {
    await openCardMenu(page)
    await choose(page, 'menuitem', 'Rename')
    await page.waitForSelector('[aria-label="Recordings"] input[type=text]')
  } }),
  member('library-tags', '/', { shows: cards, async then(page) {
    await openCardMenu(page)
    await choose(page, 'menuitem', 'Tags…')
    await page.waitForSelector('[role=dialog] [aria-pressed]')
  } }),
  member('account-menu', '/', { shows: cards, then: page => press(page, 'Account menu') }),
  member('bin', '/bin', { shows: '[aria-label="Recordings in the bin"] li' }),
  member('bin-erase', '/bin', { shows: '[aria-label="Recordings in the bin"] li', async then(page) {
    await press(page, 'Delete for good: Test call')
    await page.waitForSelector('[role=alertdialog]')
  } }),
  member('queue', '/queue', { shows: '[aria-label="Your jobs"] li' }),
  member('queue-cancel', '/queue', { shows: '[aria-label="Your jobs"] li', async then(page) {
    await press(page, 'Cancel')
    await page.waitForSelector('[role=alertdialog]')
  } }),
  recording('recording'),
  recording('recording-share', async page => {
    await press(page, 'Share')
    await page.waitForSelector('[role=dialog] [role=radio], [role=dialog] input[type=radio]')
  }),
  recording('recording-insights', page => page.$eval('#insights', insights => insights.scrollIntoView())),
  editor('editor'),
  editor('editor-chosen', async page => {
    await page.locator('[role=application] [data-row] [data-from]:not([role=img])').click()
    await page.keyboard.down('Shift')
    for (let step = 0; step < 4; step += 1) await page.keyboard.press('ArrowRight')
    await page.keyboard.up('Shift')
    await page.waitForSelector('[aria-label="What to do with this place"]')
  }),
  editor('editor-catch-up', async page => {
    await page.locator('label::-p-text(Catch-up)').click()
    // What another length leaves out is shown before it is made.
    await page.waitForSelector('[role=application] [data-reason="Left out"]')
  }),
  editor('editor-chapters', page => choose(page, 'tab', 'Chapters')),
  editor('editor-speakers', page => choose(page, 'tab', 'Speakers')),
  editor('editor-look', async page => {
    await choose(page, 'tab', 'Look')
    await page.waitForSelector('img[alt^="A frame of the video"]')
  }),
  editor('editor-keys', page => press(page, 'Keys')),
  member('recording-being-made', ({ making }) => `/recordings/${making.recording}`, { shows: '[role=progressbar]' }),
  member('recording-failed', ({ failed }) => `/recordings/${failed}`, { shows: '[role=alert]' }),
  member('recording-gone', '/recordings/rec_zzzzzzzzzzzzzzzz'),
  member('sample-being-made', ({ making }) => `/sample/${making.recording}`, { shows: '[aria-label="Steps"] li' }),
  member('outbox', '/outbox', { shows: '[aria-label="Mails"] li' }),
  member('outbox-text', '/outbox', { shows: '[aria-label="Mails"] li', then: page => press(page, 'Plain text') }),
  member('settings', '/settings', { shows: 'nav[aria-label="Settings"]' }),
  member('settings-profile', '/settings/profile'),
  member('settings-delete', '/settings/profile', { then: page => press(page, 'Delete account…') }),
  member('settings-fathom', '/settings/fathom', { shows: '[aria-label="Meetings"] li' }),
  member('settings-brand', '/settings/brand', { shows: 'main fieldset' }),
  member('settings-mail', '/settings/mail', { shows: 'main form' }),
  member('settings-api-keys', '/settings/api-keys'),
  member('settings-api-key-new', '/settings/api-keys', { then: page => press(page, 'New key') }),
  member('settings-sessions', '/settings/sessions', { shows: '[aria-label="Sessions"] li' }),
  member('settings-activity', '/settings/activity', { shows: 'main li' }),
  member('settings-usage', '/settings/usage', { shows: '[aria-label="Storage and limits"] li, main [role=progressbar]' }),
  member('settings-export', '/settings/export'),
  member('doctor', '/doctor', { shows: '[aria-label="Doctor"] li' }),
]

async function openCardMenu(page: Page): Promise<void> {
  const button = await page.waitForSelector('[aria-label="Recordings"] button[aria-label="More actions"]:not([disabled])')
  // On a phone the bar at the lower edge may lie over it.
  await button!.evaluate(element => element.scrollIntoView({ block: 'center' }))
  await page.locator('[aria-label="Recordings"] button[aria-label="More actions"]').click()
  await page.waitForSelector('[role=menuitem]')
}

async function selectTwo(page: Page): Promise<void> {
  await page.$$eval('input[type=checkbox][aria-label^="Select"]', boxes => boxes.slice(0, 2).forEach(box => (box as HTMLInputElement).click()))
  await page.waitForSelector('[aria-label="Selected recordings"]')
}

export interface Size { width: number; height: number }
export const sizes: Size[] = [{ width: 1280, height: 900 }, { width: 390, height: 844 }]
export type Theme = 'light' | 'dark'

/** Browsers of a guest, a newcomer and a member; each view is opened in the right one. */
export async function makeViewer(browser: Browser, { publicUrl, places, member: owner, newcomer: other }: Showcase) {
  const contexts = new Map<Visitor, BrowserContext>()
  async function contextOf(visitor: Visitor): Promise<BrowserContext> {
    const known = contexts.get(visitor)
    if (known) return known
    const context = await browser.createBrowserContext()
    contexts.set(visitor, context)
    if (visitor === 'guest') return context
    const page = await context.newPage()
    await logIn(page, publicUrl, visitor === 'member' ? owner : other)
    await page.close()
    return context
  }
  /** A page that shows the view, still, in this theme; whoever asked closes it. */
  async function open(view: View, size: Size, theme: Theme): Promise<Page> {
    const page = await (await contextOf(view.as)).newPage()
    await page.setViewport({ ...size, isMobile: size.width < 640, hasTouch: size.width < 640 })
    await show(page, theme)
    await page.evaluateOnNewDocument(watchViolations)
    await page.evaluateOnNewDocument(forgetVisits)
    await page.goto(publicUrl + view.path(places), { waitUntil: 'load' })
    await page.waitForSelector(view.shows ?? 'h1')
    await view.then?.(page)
    await page.waitForFunction(() => document.querySelector('[role=status][aria-label^="Loading"], [aria-busy=true]') === null && [...document.images].every(image => image.complete || image.loading === 'lazy'))
    await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))
    return page
  }
  return { open }
}

declare global { var violations: string[] }

/** Remembers what the page's Content-Security-Policy forbade it. */
function watchViolations(): void {
  globalThis.violations = []
  addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => globalThis.violations.push(`${violatedDirective} ${blockedURI}`))
}

/** A view is the same whatever was looked at before: no draft is taken up, no video goes on. */
function forgetVisits(): void {
  if (window === top && location.protocol.startsWith('http')) localStorage.clear()
}

/** Motion is reduced, so that nothing is looked at half faded in. */
export async function show(page: Page, theme: Theme): Promise<void> {
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }, { name: 'prefers-reduced-motion', value: 'reduce' }])
}
