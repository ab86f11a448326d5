import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, KeyInput, Page } from 'puppeteer'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runLibrary, type FilledLibrary } from './filled-library.ts'
import { filmPoster, makeHandWorker } from './hand-worker.ts'
import { says } from './page-actions.ts'
import { launchTestBrowser } from './test-browser.ts'

const person = { email: 'kim@example.com', password: 'a long enough password', name: 'Kim Keys' }
let folder: string
let library: FilledLibrary
let browser: Browser
let page: Page

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'f2l-keys-'))
  library = await runLibrary()
  await filmPoster(join(folder, 'film.mp4'), 130)
  browser = await launchTestBrowser()
  page = await browser.newPage()
  await page.setViewport({ width: 1280, height: 900 })
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await library?.stop()
  await rm(folder, { recursive: true, force: true })
}, 60_000)

interface Stop { name: string; isShown: boolean; isInView: boolean; isInDialog: boolean }

/** Where the focus is, by the name a screen reader says, and whether an eye can see it there. */
function focused(): Promise<Stop> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLElement
    const label = element.getAttribute('aria-labelledby') ? document.getElementById(element.getAttribute('aria-labelledby')!)?.innerText : (element as HTMLInputElement).labels?.[0]?.innerText
    const box = element.getBoundingClientRect()
    const hasOutline = (one: Element): boolean => getComputedStyle(one).outlineStyle !== 'none' && Number.parseFloat(getComputedStyle(one).outlineWidth) >= 2
    const hasRing = (one: Element | null): boolean => one !== null && /0px 0px 0px [2-9]px/.test(getComputedStyle(one).boxShadow)
    return {
      name: (element.getAttribute('aria-label') ?? label ?? element.innerText).trim(),
      isShown: hasOutline(element) || hasRing(element) || hasRing(element.parentElement) || hasOutline(element.parentElement ?? element) || element === document.body,
      isInView: element === document.body || box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
      isInDialog: element.closest('[role=dialog], [role=alertdialog], dialog') !== null,
    }
  })
}

async function tab(isBack = false): Promise<Stop> {
  if (isBack) await page.keyboard.down('Shift')
  await page.keyboard.press('Tab')
  if (isBack) await page.keyboard.up('Shift')
  let stop = await focused()
  // A ring and a page that scrolls take a moment.
  for (let tries = 0; tries < 20 && !(stop.isShown && stop.isInView); tries += 1) {
    await new Promise(done => setTimeout(done, 25))
    stop = await focused()
  }
  expect(stop, `the stop at "${stop.name}"`).toMatchObject({ isShown: true, isInView: true })
  return stop
}

/** Goes on by Tab until the focus is there; every stop on the way must be visible. */
async function tabTo(name: string | RegExp, { isBack = false, most = 80 } = {}): Promise<string[]> {
  const stops: string[] = []
  while (stops.length < most) {
    const stop = await tab(isBack)
    stops.push(stop.name)
    if (typeof name === 'string' ? stop.name === name : name.test(stop.name)) return stops
  }
  throw new Error(`${String(name)} was not met: ${stops.join(' | ')}`)
}

async function press(...keys: KeyInput[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key)
}

const video = <T>(read: (element: HTMLVideoElement) => T) => page.$eval('video', read)
const arrives = (path: string, timeout = 20_000) => page.waitForFunction(part => location.pathname.startsWith(part), { timeout }, path)

test('an account is made: the form is gone through from top to bottom and Enter sends it', async () => {
  await page.goto(`${library.publicUrl}/register`)
  await page.waitForSelector('form')
  expect((await tabTo('Name optional')).slice(0, 3)).toEqual(['Skip to content', 'Fathom-to-Loom', 'Log in'])
  await page.keyboard.type(person.name)
  expect(await tabTo('E-mail')).toEqual(['E-mail'])
  await page.keyboard.type(person.email)
  expect(await tabTo('Password')).toEqual(['Password'])
  await page.keyboard.type(person.password)
  await press('Enter')
  await says(page, 'See it work with a meeting of ours')
}, 40_000)

test('the sample is begun, and its share page comes by itself', async () => {
  await tabTo('Try the sample meeting')
  await press('Enter')
  await arrives('/sample/')
  const { finish } = await makeHandWorker(library)()
  await says(page, 'Your first video is being made')
  await finish(join(folder, 'film.mp4'))
  await arrives('/s/')
  await page.waitForSelector('[aria-label="React with heart"]')
}, 60_000)

test('the video is played, sought, sped up and captioned', async () => {
  await tabTo(/^Play \d/)
  await press('Space')
  await page.waitForFunction(() => !document.querySelector('video')!.paused)
  expect((await focused()).name).toBe('Position in the video')
  const from = await video(element => element.currentTime)
  await press('ArrowRight', 'ArrowRight')
  expect(await video(element => element.currentTime)).toBeGreaterThan(from + 9)
  await press('>')
  expect(await video(element => element.playbackRate)).toBe(1.2)
  await press('c')
  await page.waitForSelector('[aria-label="Captions"][aria-pressed=true]')
  await press('k')
  expect(await video(element => element.paused)).toBe(true)
  await press('Home')
  expect(await video(element => element.currentTime)).toBe(0)
}, 60_000)

test('a word of the transcript is found, and its line is jumped to', async () => {
  await tabTo('Search the transcript')
  await page.keyboard.type('plastic')
  await press('Enter')
  const at = await page.waitForFunction(() => document.querySelector('[data-cue]:has(mark)')?.querySelector('button')?.getAttribute('aria-label'))
  await tabTo(await at.jsonValue() as string)
  await press('Enter')
  await page.waitForFunction(() => document.querySelector('video')!.currentTime > 10 && !document.querySelector('video')!.paused)
  await press('k')
}, 60_000)

test('a comment is written in the panel that the arrow keys open, and a reaction is given', async () => {
  await tabTo('Transcript', { isBack: true })
  await press('ArrowRight', 'ArrowRight')
  await page.locator('aria/Write a comment[role="textbox"]').wait()
  expect((await focused()).name).toMatch(/^Comments/)
  await tabTo('Write a comment')
  await page.keyboard.type('Written without a mouse.')
  await tabTo('Comment')
  await press('Enter')
  await page.waitForFunction(() => document.querySelector('[aria-label="Comments"]')?.textContent?.includes('Written without a mouse.'))
  await tabTo('React with heart', { isBack: true })
  await press('Space')
  await page.waitForSelector('[data-pin=reaction]')
}, 60_000)

test('the whole page is gone through and left again: nothing holds the focus', async () => {
  const stops: string[] = []
  while (stops.at(-1) !== 'Made with Fathom-to-Loom' && stops.length < 150) stops.push((await tab()).name)
  expect(stops.at(-1)).toBe('Made with Fathom-to-Loom')
  await page.keyboard.press('Tab')
  expect((await focused()).name).not.toBe('Made with Fathom-to-Loom')
}, 60_000)

test('the share window takes the focus, keeps it, sets a password and gives the focus back', async () => {
  await tabTo('Fathom-to-Loom')
  await press('Enter')
  await arrives('/')
  await page.waitForSelector('[aria-label="Recordings"] h2')
  await tabTo(/^Remote control|^Sample meeting/)
  await press('Enter')
  await arrives('/recordings/')
  await page.waitForSelector('video')
  await tabTo('Share')
  await press('Enter')
  await page.waitForSelector('[role=dialog] input[type=radio]')
  const stops: Stop[] = []
  while (stops.length < 30) stops.push(await tab())
  expect(stops.filter(({ isInDialog }) => !isInDialog)).toEqual([])
  expect(stops.map(({ name }) => name)).toEqual(expect.arrayContaining(['Close', 'Copy link', 'Never', 'Button beside the video', 'Embed']))
  await tabTo('Set a password')
  await press('Enter')
  expect((await focused()).name).toBe('Password of the link')
  await page.keyboard.type('only for you')
  await press('Enter')
  await says(page, 'A password is asked for.')
  await page.waitForFunction(() => (document.activeElement as HTMLElement).innerText === 'Change')
  await press('Escape')
  // The window is gone a moment before the focus is back.
  await page.waitForFunction(() => document.querySelector('[role=dialog]') === null && (document.activeElement as HTMLElement).innerText.trim() === 'Share', { timeout: 5000 })
}, 60_000)

test('settings are reached by the menu, a name is saved, and the menu logs out', async () => {
  await tabTo('Account menu', { isBack: true })
  await press('Enter', 'ArrowDown')
  await menuItem('Settings')
  await arrives('/settings/profile')
  await page.waitForSelector('form')
  await tabTo('Name')
  await page.keyboard.type('!')
  await press('Enter')
  await says(page, 'Saved.')
  await tabTo('Account menu', { isBack: true })
  await press('Enter', 'ArrowDown')
  await menuItem('Log out')
  await page.locator('aria/Create account[role="link"]').wait()
}, 60_000)

/** Down to the named item, and Enter. */
async function menuItem(name: string): Promise<void> {
  await page.waitForSelector('[role=menuitem][data-highlighted]')
  for (let steps = 0; steps < 10; steps += 1) {
    if (await page.$eval('[role=menuitem][data-highlighted]', (item, wanted) => (item as HTMLElement).innerText.trim() === wanted, name)) return press('Enter')
    await press('ArrowDown')
  }
  throw new Error(`the menu has no ${name}`)
}
