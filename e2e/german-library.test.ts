import type { Browser, Page } from 'puppeteer'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runLibrary, type FilledLibrary } from './filled-library.ts'
import { fill, press } from './page-actions.ts'
import { englishOn, speak } from './spoken-page.ts'
import { launchTestBrowser } from './test-browser.ts'

let library: FilledLibrary
let browser: Browser
let page: Page

beforeAll(async () => {
  library = await runLibrary()
  await library.fill([{ title: 'Quartal', tags: ['vertrieb'], hasPictures: true }, { title: 'Kaputt', state: 'failed' }, { title: 'Kunden', hasPictures: true }])
  browser = await launchTestBrowser()
  page = await browser.newPage()
  await speak(page, 'de')
  // A telephone: long words have the least room there.
  await page.setViewport({ width: 390, height: 844 })
  await page.goto(`${library.publicUrl}/login`)
  await fill(page, 'E-Mail', library.person.email)
  await fill(page, 'Passwort', library.person.password)
  await press(page, 'Anmelden')
  await page.locator('aria/Fathom-Link').wait()
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await library?.stop()
}, 60_000)

test('library, search, bin and doctor speak German and fit a telephone', async () => {
  await look('/', '3 Aufnahmen')
  await look('/?q=hello', '3 Aufnahmen gefunden')
  await look('/?q=zzzz', 'Nichts gefunden')
  await look('/bin', 'Der Papierkorb ist leer')
  await look('/doctor', 'Die Uhren von PocketBase und Webserver gehen gleich.')
}, 90_000)

test('why a recording failed is said in German, though the server wrote it down in English', async () => {
  await look(`/recordings/${library.idsOf(2).recording}`, 'Hinter diesem Link hat Fathom keine Aufnahme mehr.')
  await look('/', 'Hinter diesem Link hat Fathom keine Aufnahme mehr.')
}, 60_000)

test('a video with its share window, its editor, its embed and a link that is shut speak German and fit a telephone', async () => {
  await look(`/recordings/${library.idsOf(1).recording}`, 'Was herausgeschnitten wurde')
  await press(page, 'Teilen')
  await fitsInGerman('Wer das Video sehen darf')
  await look(`/recordings/${library.idsOf(1).recording}/edit`, 'Noch ist nichts geändert.')
  await look(`/s/${library.idsOf(1).token}`, 'Gemacht mit Fathom-to-Loom')
  await look(`/s/${library.idsOf(1).token}/embed`, 'Quartal')
  await look(`/s/${'a'.repeat(22)}`, 'Dieser Link funktioniert nicht')
}, 90_000)

async function look(path: string, words: string): Promise<void> {
  await page.goto(`${library.publicUrl}${path}`)
  await fitsInGerman(words)
}

async function fitsInGerman(words: string): Promise<void> {
  await page.waitForFunction(text => document.body.innerText.includes(text), { timeout: 20_000 }, words)
  expect(await englishOn(page), words).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), words).toBe(0)
}
