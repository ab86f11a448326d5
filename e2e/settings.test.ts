import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, Page } from 'puppeteer'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fill, logIn, press, says, sendLogIn, sendRegistration } from './page-actions.ts'
import { runProduct, type RunningProduct } from './running-product.ts'
import { launchTestBrowser } from './test-browser.ts'

const person = { email: 'sara@example.com', password: 'a long enough password' }
let product: RunningProduct
let browser: Browser
let page: Page

beforeAll(async () => {
  product = await runProduct({ SMTP_URL: '' })
  browser = await launchTestBrowser()
  page = await browser.newPage()
  await page.setViewport({ width: 1280, height: 800 })
  await sendRegistration(page, product.publicUrl, person)
  await page.locator('aria/Try the sample meeting[role="button"]').wait()
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await product?.stop()
}, 60_000)

test('a name is saved and stays; the list beside the pages says where one is', async () => {
  await page.goto(`${product.publicUrl}/settings`)
  await page.waitForFunction(() => location.pathname === '/settings/profile')
  await fill(page, 'Name', 'Sara Settings')
  await press(page, 'Save')
  await says(page, 'Saved.')
  await page.reload()
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>('input[name=name]')?.value === 'Sara Settings')
  expect(await page.$eval('[aria-label="Settings"] [aria-current="page"]', link => link.textContent)).toContain('Profile')
}, 40_000)

test('another browser is seen among the sessions and is signed out once it is ended here', async () => {
  const other = await signedIn(person.password)
  await page.bringToFront()
  await page.goto(`${product.publicUrl}/settings/sessions`)
  await page.waitForFunction(() => document.querySelectorAll('[aria-label="Sessions"] li').length === 2)
  await page.evaluate(() => [...document.querySelectorAll<HTMLButtonElement>('[aria-label="Sessions"] li button')][0]!.click())
  await page.waitForFunction(() => document.querySelectorAll('[aria-label="Sessions"] li').length === 1)
  await says(page, 'This browser')
  await other.bringToFront()
  await other.goto(`${product.publicUrl}/queue`)
  await other.waitForFunction(() => location.pathname === '/login')
  await other.browserContext().close()
}, 40_000)

test('the activity tells a refused sign-in with its place, and the usage what is used of what may be', async () => {
  await fetch(`${product.publicUrl}/api/v1/auth/login`, { method: 'POST', headers: { 'content-type': 'application/json', 'user-agent': 'Firefox/140.0 (Windows NT 10.0)' }, body: JSON.stringify({ email: person.email, password: 'somebody guesses' }) })
  await page.goto(`${product.publicUrl}/settings/activity`)
  await says(page, 'Sign-in refused: wrong password')
  await says(page, 'Firefox on Windows · network 127.0.0.0/24')
  await says(page, 'Account created')
  await page.goto(`${product.publicUrl}/settings/usage`)
  await says(page, 'Conversions in line')
  await says(page, '0 of 50')
}, 40_000)

test('who logs out with unsaved edits is asked, and nothing of their work stays in the browser', async () => {
  await page.evaluate(() => {
    for (const name of ['f2l.editor.rec_aaaaaaaaaaaaaaaa', 'f2l.draft.x', 'f2l.speed']) localStorage.setItem(name, '1')
  })
  const logOut = async () => {
    await page.locator('aria/Account menu[role="button"]').click()
    await page.locator('aria/Log out[role="menuitem"]').click()
    await says(page, 'lose unsaved edits?')
  }
  await logOut()
  await press(page, 'Cancel')
  expect(await page.evaluate(() => localStorage.getItem('f2l.editor.rec_aaaaaaaaaaaaaaaa'))).toBe('1')
  await logOut()
  await press(page, 'Log out')
  await page.waitForFunction(() => location.pathname === '/login')
  expect(await page.evaluate(() => Object.keys(localStorage).filter(name => name !== 'f2l.language'))).toEqual(['f2l.speed'])
  await sendLogIn(page, person)
  await page.locator('aria/Account menu[role="button"]').wait()
}, 40_000)

test('a new password ends other sessions, and this browser stays', async () => {
  const other = await signedIn(person.password)
  await page.bringToFront()
  await page.goto(`${product.publicUrl}/settings/profile`)
  await fill(page, 'Current password', 'not my password')
  await fill(page, 'New password', 'quite another password')
  await press(page, 'Change password')
  await says(page, 'This is not your current password')
  await fill(page, 'Current password', person.password)
  await press(page, 'Change password')
  await says(page, 'Your password is changed')
  person.password = 'quite another password'
  await page.goto(`${product.publicUrl}/queue`)
  await says(page, 'Nothing in the queue')
  await other.bringToFront()
  await other.goto(`${product.publicUrl}/queue`)
  await other.waitForFunction(() => location.pathname === '/login')
  await other.browserContext().close()
}, 60_000)

test('who registered first finds the doctor in the settings, and it has looked at every part', async () => {
  await page.goto(`${product.publicUrl}/settings`)
  await page.locator('aria/Doctor[role="link"]').click()
  await page.waitForFunction(() => document.querySelectorAll('[aria-label="Doctor"] li').length > 8, { timeout: 30_000 })
  const said = await page.$eval('[aria-label="Doctor"]', list => (list as HTMLElement).innerText)
  for (const name of ['PocketBase', 'Workers', 'ffmpeg', 'Browser', 'Fonts', 'Mail', 'Secrets']) expect(said).toContain(name)
}, 60_000)

test('on a phone the settings are a list that opens pages, without sideways scrolling', async () => {
  await page.setViewport({ width: 390, height: 844, isMobile: true, hasTouch: true })
  await page.goto(`${product.publicUrl}/settings`)
  await page.locator('aria/Your data[role="link"]').click()
  await page.locator('aria/Download my data[role="button"]').wait()
  for (const path of ['settings', 'settings/profile', 'settings/sessions', 'settings/activity', 'settings/usage', 'settings/export', 'doctor']) {
    await page.goto(`${product.publicUrl}/${path}`)
    await page.waitForSelector('h1')
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(390)
  }
  await page.setViewport({ width: 1280, height: 800 })
}, 60_000)

test('an account is deleted with its address typed, and cannot be used any more', async () => {
  await page.goto(`${product.publicUrl}/settings/profile`)
  await press(page, 'Delete account…')
  await fill(page, 'Your e-mail address', 'somebody@example.com')
  await press(page, 'Delete everything now')
  await sleep(300)
  expect(await page.evaluate(() => location.pathname)).toBe('/settings/profile')
  await fill(page, 'Your e-mail address', person.email)
  await page.locator('input[name=confirm-password]').fill(person.password)
  await press(page, 'Delete everything now')
  await page.waitForFunction(() => location.pathname === '/')
  await page.locator('aria/Create account[role="link"]').wait()
  await page.goto(`${product.publicUrl}/login`)
  await sendLogIn(page, person)
  await says(page, 'do not fit together')
}, 60_000)

async function signedIn(password: string): Promise<Page> {
  const other = await (await browser.createBrowserContext()).newPage()
  await logIn(other, product.publicUrl, { ...person, password })
  return other
}
