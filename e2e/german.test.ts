import type { Browser, Page } from 'puppeteer'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fill, press } from './page-actions.ts'
import { runProduct, type RunningProduct } from './running-product.ts'
import { englishOn, englishSentencesOn, speak } from './spoken-page.ts'
import { launchTestBrowser } from './test-browser.ts'

let product: RunningProduct
let browser: Browser
let page: Page

beforeAll(async () => {
  product = await runProduct({ SMTP_URL: '', FATHOM_SHARE_URL: 'http://127.0.0.1:1', FATHOM_API_URL: 'http://127.0.0.1:1', QUEUE_POLL_SECONDS: '1' }, { sharesCache: true })
  browser = await launchTestBrowser()
  page = await browser.newPage()
  await page.setViewport({ width: 1280, height: 800 })
  await speak(page, 'de-AT,de,en')
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await product?.stop()
}, 60_000)

test('whoever\'s browser speaks German is spoken to in German from the first page on', async () => {
  await page.goto(`${product.publicUrl}/`)
  await says('Zeig das Meeting, nicht die ganze Stunde.')
  expect(await page.$eval('html', html => html.lang)).toBe('de')
  for (const path of ['/', '/login', '/register', '/forgot', '/reset', '/nowhere']) await isGerman(path)
}, 90_000)

test('what the server refuses is refused in German, too', async () => {
  await page.goto(`${product.publicUrl}/login`)
  await fill(page, 'E-Mail', 'niemand@example.com')
  await fill(page, 'Passwort', 'a wrong password')
  await press(page, 'Anmelden')
  await says('E-Mail-Adresse und Passwort passen nicht zusammen. Prüf bitte beides.')
}, 40_000)

test('from registration over the sample to its share page nothing is said in English', async () => {
  await page.goto(`${product.publicUrl}/register`)
  await fill(page, 'E-Mail', 'greta@example.com')
  await fill(page, 'Passwort', 'a long enough password')
  await press(page, 'Konto anlegen')
  await page.locator('aria/Beispiel-Meeting ausprobieren[role="button"]').wait()
  for (const path of ['/', '/queue', '/outbox', '/bin', '/settings/profile', '/settings/brand', '/settings/mail', '/settings/fathom', '/settings/api-keys', '/settings/sessions', '/settings/export', '/doctor']) await isGerman(path)
  await page.goto(`${product.publicUrl}/`)
  await press(page, 'Beispiel-Meeting ausprobieren')
  await page.waitForSelector('[aria-label="Schritte"] [aria-current="step"]', { timeout: 60_000 })
  expect(await englishOn(page)).toEqual([])
  await page.waitForFunction(() => location.pathname.startsWith('/s/'), { timeout: 540_000 })
  await page.waitForSelector('[aria-label="Transkript"] button')
  await page.waitForSelector('[aria-label="Mit Herz reagieren"]')
  expect(await englishOn(page)).toEqual([])
}, 700_000)

test('the share page is switched to English and back where it stands, and stays so', async () => {
  const address = page.url()
  await press(page, 'English')
  await page.waitForFunction(() => document.documentElement.lang === 'en')
  await page.waitForSelector('[aria-label="Transcript"] button')
  await page.reload()
  await page.waitForSelector('[aria-label="Transcript"] button')
  expect(page.url()).toBe(address)
  await press(page, 'Deutsch')
  await page.waitForSelector('[aria-label="Transkript"] button')
}, 60_000)

test('the owner\'s pages and the mail of the finished video are German', async () => {
  await page.goto(`${product.publicUrl}/outbox`)
  await says('Dein Video ist fertig')
  await page.goto(`${product.publicUrl}/`)
  const recording = await page.waitForSelector('a[href^="/recordings/rec_"]')
  await page.goto(await recording!.evaluate(link => (link as HTMLAnchorElement).href))
  await page.waitForSelector('[aria-label="Transkript"] button')
  await page.waitForSelector('[aria-label="Mit Herz reagieren"]')
  expect(await englishOn(page)).toEqual([])
  await press(page, 'Teilen')
  await says('Wer das Video sehen darf')
  expect(await englishOn(page)).toEqual([])
  for (const path of ['/', '/queue']) {
    await page.goto(`${product.publicUrl}${path}`)
    await says('Sample meeting')
    expect(await englishOn(page), path).toEqual([])
  }
}, 90_000)

test('in the settings pages and mails are given another language, and mails one of their own', async () => {
  await page.goto(`${product.publicUrl}/settings/profile`)
  await page.locator('aria/Seiten in diesem Browser').wait()
  await choose('Seiten in diesem Browser', 'en')
  await page.click('form[aria-label="Sprache"] button')
  await page.waitForFunction(() => document.documentElement.lang === 'en')
  await page.locator('aria/Mails to you').wait()
  expect(await chosen('Mails to you')).toBe('en')
  await choose('Mails to you', 'de')
  await page.click('form[aria-label="Language"] button')
  await says('Saved.')
  await page.reload()
  await page.locator('aria/Mails to you').wait()
  expect(await chosen('Mails to you')).toBe('de')
  expect(await page.$eval('html', html => html.lang)).toBe('en')
}, 60_000)

async function isGerman(path: string): Promise<void> {
  await page.goto(`${product.publicUrl}${path}`)
  await page.waitForFunction(() => document.querySelector('h1') !== null && document.querySelector('[role="status"][aria-label]') === null)
  expect(await englishOn(page), path).toEqual([])
  expect(await englishSentencesOn(page), path).toEqual([])
}

async function says(words: string): Promise<void> {
  await page.waitForFunction(text => document.body.innerText.includes(text), { timeout: 20_000 }, words)
}

async function choose(label: string, value: string): Promise<void> {
  const select = (await page.$(`aria/${label}`))!
  await select.select(value)
}

async function chosen(label: string): Promise<string> {
  return page.$eval(`aria/${label}`, select => (select as HTMLSelectElement).value)
}
