import type { Browser, Page } from 'puppeteer'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { logIn, runLibrary, type FilledLibrary } from './filled-library.ts'
import { press } from './page-actions.ts'
import { launchTestBrowser } from './test-browser.ts'

let library: FilledLibrary
let browser: Browser
beforeAll(async () => {
  library = await runLibrary()
  browser = await launchTestBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await library?.stop()
}, 60_000)

const sizes = [{ width: 1280, height: 900 }, { width: 390, height: 844, isMobile: true, hasTouch: true }]
async function open(size: typeof sizes[number]): Promise<Page> {
  const page = await (await browser.createBrowserContext()).newPage()
  await page.setViewport(size)
  await logIn(page, library)
  return page
}
const titles = (page: Page) => page.$$eval('[aria-label="Recordings"] h2', all => all.map(one => one.textContent))
const shows = (page: Page, wanted: string[]) => page.waitForFunction(names => JSON.stringify([...document.querySelectorAll('[aria-label="Recordings"] h2')].map(one => one.textContent)) === JSON.stringify(names), { timeout: 10_000 }, wanted)
const says = (page: Page, text: string) => page.waitForFunction(wanted => document.body.innerText.includes(wanted), { timeout: 10_000 }, text)
/** Whatever an earlier test put into the bin may still be there. */
const leaves = (page: Page, title: string) => page.waitForFunction(name => !document.querySelector('main')!.innerText.includes(name), { timeout: 10_000 }, title)
const select = (page: Page, title: string) => page.$eval(`input[aria-label="Select ${title}"]`, box => (box as HTMLInputElement).click())
const address = (page: Page) => new URL(page.url()).search

describe.each(sizes)('at $width px', size => {
  let page: Page
  let names: string[]
  beforeAll(async () => {
    names = ['Zebra review', 'Budget talk', 'Apple roadmap'].map(name => `${name} ${size.width}`)
    await library.fill([
      { title: names[0]!, says: `The zeppelin${size.width} lands on Friday.`, tags: ['Sales'], hasPictures: true },
      { title: names[1]!, state: 'failed' }, { title: names[2]!, tags: ['Product'], sourceSeconds: 7200 },
    ])
    page = await open(size)
  }, 60_000)
  afterAll(async () => {
    await clearAll(page)
    await page?.browserContext().close()
  })

  test('the newest come first; sort and filters stand in the address, and Back takes them away', async () => {
    await shows(page, names.toReversed())
    await page.select('select[id]:has(option[value="longest"])', 'title')
    await shows(page, [names[2]!, names[1]!, names[0]!])
    expect(address(page)).toBe('?sort=title')
    await page.select('select:has(option[value="failed"])', 'failed')
    await shows(page, [names[1]!])
    await page.reload()
    await shows(page, [names[1]!])
    await page.goBack()
    await page.goBack()
    await shows(page, names.toReversed())
    expect(address(page)).toBe('')
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(size.width)
  }, 60_000)

  test('"/" leads to the search, and a sentence leads to its second', async () => {
    await page.keyboard.press('/')
    await page.keyboard.type(`zeppelin${size.width}`)
    await page.waitForFunction(word => document.querySelector('[aria-label="Search results"] mark')?.textContent === word, {}, `zeppelin${size.width}`)
    expect(address(page)).toBe(`?q=zeppelin${size.width}`)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(size.width)
    const href = await page.$eval('[aria-label="Search results"] a:has(mark)', link => link.getAttribute('href'))
    // Second 24 of the source: 10 s are cut before it, and a title card of 2 s stands in front.
    expect(href).toMatch(/^\/recordings\/rec_\d+\?t=16$/)
    await page.focus('[aria-label="Search results"] a')
    await page.keyboard.press('/')
    await page.keyboard.press('Escape')
    await shows(page, names.toReversed())
    expect(address(page)).toBe('')
  }, 60_000)

  test('a recording is renamed in its place and tagged with suggestions, by keyboard', async () => {
    await menuOf(page, names[0]!, 'Rename')
    await page.locator(`aria/New name of ${names[0]}[role="textbox"]`).wait()
    await page.keyboard.type('Quokka review')
    await page.keyboard.press('Enter')
    await shows(page, [names[2]!, names[1]!, 'Quokka review'])
    names[0] = 'Quokka review'
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Quokka review')
    await menuOf(page, names[0], 'Tags…')
    await page.waitForSelector('[role=dialog] [aria-pressed]')
    expect(await page.$$eval('[role=dialog] [aria-pressed]', all => all.map(one => [one.textContent, one.getAttribute('aria-pressed')]))).toEqual([['Sales', 'true'], ['Product', 'false']])
    await page.locator('aria/Find or add a tag[role="textbox"]').fill('Zoo')
    await page.keyboard.press('Enter')
    await press(page, 'Save tags')
    await page.waitForFunction(() => [...document.querySelectorAll('[aria-label="Tags"] a')].some(tag => tag.textContent === 'Zoo'))
  }, 60_000)

  test('several are moved to the bin at once, Undo brings them back, and the bin gives back or deletes for good', async () => {
    await select(page, names[2]!)
    await page.$eval(`input[aria-label="Select ${names[0]}"]`, box => box.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, shiftKey: true })))
    await says(page, '3 selected')
    await press(page, 'Move to bin')
    await says(page, '3 recordings are in the bin.')
    await press(page, 'Undo')
    await shows(page, names.toReversed())
    await select(page, names[1]!)
    await page.keyboard.press('Delete')
    await shows(page, [names[2]!, names[0]!])
    await page.goto(`${library.publicUrl}/bin`)
    await says(page, 'Deleted in 30 days')
    await press(page, `Restore ${names[1]}`)
    await leaves(page, names[1]!)
    await page.goto(library.publicUrl)
    await shows(page, names.toReversed())
    await menuOf(page, names[1]!, 'Move to bin')
    await shows(page, [names[2]!, names[0]!])
    await page.goto(`${library.publicUrl}/bin`)
    await press(page, `Delete for good: ${names[1]}`)
    await page.waitForSelector('[role=alertdialog]')
    await press(page, 'Delete for good')
    await leaves(page, names[1]!)
  }, 90_000)
})

test('the moving preview is loaded only under the pointer or the focus, and not where motion is not wanted', async () => {
  await library.fill([{ title: 'With pictures', hasPictures: true }])
  const page = await open(sizes[0]!)
  const moving = () => page.$$eval('[aria-label="Recordings"] img[src$="preview.gif"]', all => all.length)
  await page.waitForSelector('[aria-label="Recordings"] img[src$="poster.jpg"]')
  expect(await moving()).toBe(0)
  await page.hover('[aria-label="Recordings"] h2')
  await page.waitForSelector('img[src$="preview.gif"]')
  await page.mouse.move(5, 5)
  await page.waitForFunction(() => !document.querySelector('img[src$="preview.gif"]'))
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }])
  await page.hover('[aria-label="Recordings"] h2')
  await new Promise(done => setTimeout(done, 300))
  expect(await moving()).toBe(0)
  await clearAll(page)
  await page.browserContext().close()
}, 60_000)

test('five hundred recordings are drawn a part at a time and all are reached', async () => {
  await library.fill(Array.from({ length: 500 }, (_, index) => ({ title: `Meeting ${index}`, tags: [`Team ${index % 12}`] })))
  const page = await open(sizes[0]!)
  await says(page, '500 recordings')
  await page.waitForSelector('[aria-label="Recordings"] h2')
  expect((await titles(page)).length).toBeLessThan(150)
  await page.waitForFunction(() => {
    window.scrollTo(0, document.body.scrollHeight)
    return document.querySelectorAll('[aria-label="Recordings"] h2').length === 500
  }, { timeout: 30_000, polling: 100 })
  await select(page, 'Meeting 3')
  await press(page, 'Select all 500')
  await says(page, '500 selected')
  await press(page, 'Move to bin')
  await says(page, 'See it work with a meeting of ours')
  await page.browserContext().close()
}, 120_000)

async function menuOf(page: Page, title: string, action: string): Promise<void> {
  const button = await page.waitForFunction(name => [...document.querySelectorAll('[aria-label="Recordings"] li')].find(card => card.querySelector('h2')?.textContent === name)?.querySelector<HTMLElement>('[aria-label="More actions"]'), {}, title)
  await (button as unknown as { focus(): Promise<void> }).focus()
  await page.keyboard.press('Enter')
  await page.locator(`aria/${action}[role="menuitem"]`).wait()
  await page.evaluate(name => [...document.querySelectorAll<HTMLElement>('[role=menuitem]')].find(item => item.textContent === name)!.focus(), action)
  await page.keyboard.press('Enter')
}

async function clearAll(page: Page): Promise<void> {
  await page.goto(library.publicUrl)
  await page.waitForSelector('input[type=checkbox][aria-label^="Select"]')
  await page.$eval('input[type=checkbox][aria-label^="Select"]', box => (box as HTMLInputElement).click())
  await page.waitForSelector('[aria-label="Selected recordings"]')
  await page.$$eval('[aria-label="Selected recordings"] button', buttons => buttons.find(button => button.textContent?.startsWith('Select all'))?.click())
  await press(page, 'Move to bin')
  await says(page, 'See it work with a meeting of ours')
}
