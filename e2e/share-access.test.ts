import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'puppeteer'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeProductClient } from '../demo/src/product-client.ts'
import { fill, plays, press, says, sendLogIn } from './page-actions.ts'
import { owner as person, runProductWithVideo } from './product-with-video.ts'
import type { RunningProduct } from './running-product.ts'
import { launchTestBrowser } from './test-browser.ts'

const password = 'blue herring'
let product: RunningProduct
let browser: Browser
let owner: Page
let otherSite: Server
let token: string

beforeAll(async () => {
  const made = await runProductWithVideo()
  product = made.product
  const { recording } = made.video
  token = recording.shareToken!
  otherSite = createServer((_, response) => {
    response.setHeader('content-type', 'text/html').end(`<!doctype html><title>Blog</title><iframe src="${product.publicUrl}/s/${token}/embed" width="640" height="360" allow="fullscreen; autoplay"></iframe>`)
  }).listen(0, '127.0.0.1')
  browser = await launchTestBrowser()
  owner = await browser.newPage()
  await owner.setViewport({ width: 1280, height: 900 })
  await owner.goto(`${product.publicUrl}/login?next=/recordings/${recording.id}`)
  await sendLogIn(owner, person)
  await owner.locator('aria/Share[role="button"]').wait()
}, 400_000)

afterAll(async () => {
  await browser?.close()
  otherSite?.close()
  await product?.stop()
}, 60_000)

/** What a link has, besides its pages. */
const assets = ['video.mp4', 'poster.jpg', 'preview.gif', 'captions.vtt', 'download']
const stranger = async (): Promise<Page> => (await browser.createBrowserContext()).newPage()
const link = () => `${product.publicUrl}/s/${token}`
/** By its number: another site than the product's name. */
const blog = () => `http://127.0.0.1:${(otherSite.address() as AddressInfo).port}/`

test('the player plays in a frame on another site', async () => {
  const page = await stranger()
  await page.goto(blog())
  expect(new URL(product.publicUrl).hostname).not.toBe(new URL(blog()).hostname)
  const frame = await (await page.waitForSelector('iframe'))!.contentFrame()
  await frame.waitForSelector('video')
  expect(await plays(frame)).toBe(true)
  await page.close()
}, 60_000)

test('the owner sets a password; a stranger sees nothing, then gives it and watches at the second of the link', async () => {
  await press(owner, 'Share')
  await press(owner, 'Set a password')
  await fill(owner, 'Password of the link', password)
  await press(owner, 'Save')
  await says(owner, 'A password is asked for.')
  const page = await stranger()
  await page.goto(`${link()}?t=7`)
  await says(page, 'This video needs a password')
  expect(await page.title()).toBe('This video needs a password · Fathom-to-Loom')
  expect(await page.content()).not.toMatch(/Remote control|og:/)
  expect(await statuses(page)).toEqual(assets.map(() => 401))
  await fill(page, 'Password', 'red herring')
  await press(page, 'Watch')
  await says(page, 'That is not the password of this video.')
  await page.evaluate(() => { (window as { isSame?: boolean }).isSame = true })
  await fill(page, 'Password', password)
  await press(page, 'Watch')
  await page.waitForSelector('video')
  await page.waitForFunction(() => document.querySelector('video')!.currentTime >= 7)
  expect(await page.evaluate(() => [(window as { isSame?: boolean }).isSame, location.search])).toEqual([true, '?t=7'])
  expect(await plays(page)).toBe(true)
  expect(await statuses(page)).toEqual(assets.map(() => 200))
  await page.close()
}, 90_000)

test('over plain http the frame on another site leads to the page itself, which can keep the pass', async () => {
  const page = await stranger()
  await page.goto(blog())
  const frame = await (await page.waitForSelector('iframe'))!.contentFrame()
  const way = await frame.waitForSelector('a[target=_blank]')
  expect(await way!.evaluate(anchor => (anchor as HTMLAnchorElement).href)).toBe(link())
  expect(await frame.$('input')).toBeNull()
  await page.close()
}, 60_000)

test('a named person signs in from the page and comes back to it, at the second of the link', async () => {
  const named = { email: 'nora@example.com', password: 'another long password', name: 'Nora Named' }
  await signUpConfirmed(named)
  await owner.locator('aria/Remove[role="button"]').click()
  await owner.locator('aria/Only people I name[role="radio"]').click()
  await fill(owner, 'E-mail addresses', `Nora <${named.email}>`)
  await press(owner, 'Add')
  await owner.locator(`aria/Remove ${named.email}[role="button"]`).wait()
  await owner.waitForFunction(() => document.querySelector('[role=dialog] [role=status]')?.textContent === 'Saved')
  const page = await stranger()
  await page.goto(`${link()}?t=7`)
  expect(await statuses(page)).toEqual(assets.map(() => 401))
  await page.locator('aria/Sign in[role="link"]').click()
  await sendLogIn(page, named)
  await page.waitForFunction(() => document.querySelector('video')?.currentTime === 7)
  expect(page.url()).toBe(`${link()}?t=7`)
  expect(await statuses(page)).toEqual(assets.map(() => 200))
  await page.close()
  await owner.locator('aria/Anyone with the link[role="radio"]').click()
  await press(owner, 'Set a password')
  await fill(owner, 'Password of the link', password)
  await press(owner, 'Save')
  await says(owner, 'A password is asked for.')
}, 90_000)

test('without JavaScript the password opens the page, with the browser\'s own player and the transcript to read', async () => {
  const page = await stranger()
  await page.setJavaScriptEnabled(false)
  await page.goto(link())
  await page.type('input[name=password]', password)
  await Promise.all([page.waitForNavigation(), page.click('form button')])
  expect(page.url()).toBe(link())
  const html = await page.content()
  expect(html).toMatch(/<video controls/)
  expect(html).toMatch(/<h2>Transcript<\/h2><p><a href="\/s\/\w+\?t=\d+">/)
  await page.close()
}, 60_000)

test('the owner turns the link off: it is as if it never was, and the owner still watches', async () => {
  await owner.locator('aria/Only me[role="radio"]').click()
  await says(owner, 'Saved')
  const page = await stranger()
  await page.goto(link())
  await says(page, 'This link does not work')
  expect(await statuses(page)).toEqual(assets.map(() => 404))
  await page.close()
  await owner.goto(link())
  await owner.waitForSelector('video')
  expect(await plays(owner)).toBe(true)
}, 60_000)

/** An address counts once it is confirmed; without a mail server the link lies in the person's own outbox. */
async function signUpConfirmed(account: typeof person): Promise<void> {
  const client = makeProductClient(product.publicUrl)
  await client.register(account)
  const headers = { 'content-type': 'application/json', 'origin': product.publicUrl }
  const login = await fetch(`${product.publicUrl}/api/v1/auth/login`, { method: 'POST', headers, body: JSON.stringify(account) })
  const { accessToken } = await login.json() as { accessToken: string }
  for (let tries = 0; tries < 100; tries += 1) {
    const outbox = await (await fetch(`${product.publicUrl}/api/v1/outbox`, { headers: { authorization: `Bearer ${accessToken}` } })).text()
    const token = /\/verify\?token=([\w.~-]+)/.exec(outbox)?.[1]
    if (token) return client.verify(token)
    await new Promise(done => setTimeout(done, 200))
  }
  throw new Error('no mail came')
}

/** As the page's own player would ask. */
async function statuses(page: Page): Promise<number[]> {
  return page.evaluate(async (names, base) => Promise.all(names.map(async name => {
    const abort = new AbortController()
    const { status } = await fetch(`${base}/${name}`, { signal: abort.signal })
    abort.abort()
    return status
  })), assets, `/s/${token}`)
}
