import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { Browser, Page } from 'puppeteer'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Discussion } from '@f2l/common/contracts/comments.ts'
import { editorView, type EditorContent } from '@f2l/common/contracts/editor.ts'
import type { RecordingDetail } from '@f2l/common/contracts/api.ts'
import type { ProductClient } from '../demo/src/product-client.ts'
import { fill, openLoggedIn, press } from './page-actions.ts'
import { owner, runProductWithVideo } from './product-with-video.ts'
import { readDiscussion } from './read-discussion.ts'
import type { RunningProduct } from './running-product.ts'
import { launchTestBrowser } from './test-browser.ts'
import { timesOf } from './told-times.ts'

let product: RunningProduct
let browser: Browser
let client: ProductClient
let video: RecordingDetail
let page: Page

beforeAll(async () => {
  ({ product, client, video } = await runProductWithVideo())
  browser = await launchTestBrowser()
  page = await openLoggedIn(await browser.createBrowserContext(), product.publicUrl, owner)
}, 360_000)

afterAll(async () => {
  await browser?.close()
  await product?.stop()
}, 60_000)

const transcript = '[role=application]'
const says = (pattern: string, timeout = 30_000) => page.waitForFunction(wanted => new RegExp(wanted).test(document.body.innerText), { timeout }, pattern)
const saysToScreenReaders = (pattern: string) => page.waitForFunction(wanted => [...document.querySelectorAll('[role=status]')].some(one => new RegExp(wanted).test(one.textContent!)), {}, pattern)
const struckWords = () => page.$$eval('[data-row] [data-from]:not([role=img])', all => all.filter(one => getComputedStyle(one).textDecorationLine.includes('line-through')).map(one => one.textContent!))
const readNow = (): Promise<Discussion> => readDiscussion(product.publicUrl, video.recording.shareToken)

async function openEditor(): Promise<void> {
  await page.goto(`${product.publicUrl}/recordings/${video.recording.id}`)
  await page.locator('aria/Edit[role="link"]').click()
  await page.waitForSelector(`${transcript} [data-row]`)
}

/** Once it is saved, until the new version is there. */
async function waitUntilMade(): Promise<RecordingDetail> {
  await says('A new version is being made')
  await page.waitForFunction(() => !document.body.innerText.includes('A new version is being made'), { timeout: 240_000 })
  return client.readRecording(video.recording.id)
}

/** What a cue of the sample says, from its first words. */
function cueThatBegins(words: string): string {
  const found = video.page!.cues.find(({ text }) => text.startsWith(words))
  if (!found) throw new Error(`the sample has no cue that begins with “${words}” any more`)
  return found.text
}

async function rowOf(text: string): Promise<number> {
  return page.$$eval('[data-row]', (rows, wanted) => rows.findIndex(row => row.querySelector('p')!.textContent!.includes(wanted)), text)
}

/** Where a word of a row lies on the screen. */
async function pointOf(row: number, place: 'first' | 'last'): Promise<{ x: number; y: number }> {
  return page.$eval(`[data-row="${row}"]`, (element, where) => {
    element.scrollIntoView({ block: 'center' })
    const runs = [...element.querySelectorAll('[data-from]:not([role=img])')]
    const text = (where === 'first' ? runs[0] : runs.at(-1))!.firstChild as Text
    const range = document.createRange()
    const at = where === 'first' ? 0 : text.length - 1
    range.setStart(text, at)
    range.setEnd(text, at + 1)
    const rect = range.getBoundingClientRect()
    return { x: where === 'first' ? rect.left + 0.5 : rect.right - 0.5, y: rect.top + rect.height / 2 }
  }, place)
}

async function dragOver(row: number): Promise<void> {
  await pointOf(row, 'first')
  const [from, to] = [await pointOf(row, 'first'), await pointOf(row, 'last')]
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(to.x, to.y, { steps: 8 })
  await page.mouse.up()
}

let said: { id: string; at: number }
let cutText = ''

test('with a mouse a cut is put back, a sentence cut and a speaker renamed; all of it survives a reload before it is saved', async () => {
  const { cues } = video.page!
  cutText = cueThatBegins('It might it might save')
  const [last] = cues.toSorted((one, other) => other.start - one.start)
  const { edition } = await readNow()
  const written = await fetch(`${product.publicUrl}/api/v1/share/${video.recording.shareToken}/comments`, {
    method: 'POST', headers: { 'content-type': 'application/json', 'origin': product.publicUrl }, body: JSON.stringify({ text: 'Here it is', at: last!.start + 0.2, edition, name: 'Gus' }),
  })
  expect(written.status).toBe(201)
  said = await written.json() as typeof said
  await openEditor()
  const silence = await page.waitForSelector(`${transcript} [role=img][aria-label^="Silence"]`)
  await silence!.click()
  await press(page, 'Put back')
  await page.waitForSelector(`${transcript} [role=img][aria-label$="taken back"]`)
  await dragOver(await rowOf(cutText))
  await press(page, 'Cut')
  await saysToScreenReaders('^Cut: \\d+ words')
  expect((await struckWords()).join(' ')).toContain(cutText)
  const tab = await page.waitForSelector('[role=tab]::-p-text(Speakers)')
  await tab!.click()
  await fill(page, 'Name of Beth Moore', 'Bettina')
  await page.waitForFunction(() => [...document.querySelectorAll('[data-row] strong')].some(one => one.textContent === 'Bettina'))
  await new Promise(done => setTimeout(done, 500))
  page.once('dialog', dialog => void dialog.accept())
  await page.reload()
  await says('Your unsaved changes are back')
  await page.waitForSelector(`${transcript} [role=img][aria-label$="taken back"]`)
  expect((await struckWords()).join(' ')).toContain(cutText)
}, 90_000)

test('who leaves with unsaved changes is asked, and may stay', async () => {
  await page.locator('aria/Library[role="link"]').click()
  await says('Leave without saving')
  await press(page, 'Stay')
  expect(new URL(page.url()).pathname).toMatch(/\/edit$/)
}, 30_000)

test('saved, the new video is as the draft was: length, captions, names; the old link works and a comment stays in its place', async () => {
  await says('The video is made again|not known right now', 60_000)
  await press(page, 'Save')
  const after = await waitUntilMade()
  const shown = after.page!.cues.map(({ text }) => text).join('\n')
  expect(shown).not.toContain(cutText)
  expect(after.page!.cues.map(({ speaker }) => speaker)).toContain('Bettina')
  expect(after.page!.cues.map(({ speaker }) => speaker)).not.toContain('Beth Moore')
  expect(after.edit.cutOut).toHaveLength(1)
  expect(after.edit.undo).toHaveLength(1)
  const longer = after.edit.undo[0]!.end - after.edit.undo[0]!.start
  const shorter = after.edit.cutOut[0]!.end - after.edit.cutOut[0]!.start
  expect(Math.abs(after.page!.durationSeconds - (video.page!.durationSeconds + longer - shorter))).toBeLessThan(0.5)
  const captions = await (await fetch(`${product.publicUrl}/s/${video.recording.shareToken}/captions.vtt`)).text()
  expect(captions).toContain('Bettina')
  expect(captions.replaceAll('\n', ' ')).not.toContain(cutText)
  expect(after.page!.token).toBe(video.page!.token)
  expect((await fetch(`${product.publicUrl}/s/${video.recording.shareToken}/video.mp4`, { headers: { range: 'bytes=0-99' } })).status).toBe(206)
  const moved = (await readNow()).comments.find(({ id }) => id === said.id)!
  expect(Math.abs(timesOf(after).toSource(moved.at!) - timesOf(video).toSource(said.at))).toBeLessThan(0.1)
  // The page goes on from what was made.
  await says('Nothing is changed yet')
  video = after
}, 300_000)

test('with the keyboard alone words are cut, put back, cut and saved', async () => {
  await page.goto(`${product.publicUrl}/recordings/${video.recording.id}`)
  await tabTo('Edit')
  await page.keyboard.press('Enter')
  await page.waitForSelector(`${transcript} [data-row]`)
  await tabTo('Transcript')
  await page.keyboard.down('Control')
  await page.keyboard.press('End')
  await page.keyboard.up('Control')
  const row = await rowOf(cueThatBegins('And there'))
  await page.keyboard.down('Control')
  await page.keyboard.press('Home')
  await page.keyboard.up('Control')
  for (let step = 0; step < row; step += 1) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Home')
  await saysToScreenReaders('^And$')
  await page.keyboard.down('Shift')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.up('Shift')
  await page.keyboard.press('Delete')
  await saysToScreenReaders('^Cut: 2 words')
  const struck = (await struckWords()).join(' ')
  expect(struck).toContain('And there\'s')
  await page.keyboard.down('Control')
  await page.keyboard.press('z')
  await page.waitForFunction(before => ![...document.querySelectorAll<HTMLElement>('[data-row] [data-from]:not([role=img])')].filter(one => getComputedStyle(one).textDecorationLine.includes('line-through')).map(one => one.textContent).join(' ').includes(before), {}, struck)
  await page.keyboard.press('y')
  await page.keyboard.up('Control')
  await page.waitForFunction(() => document.querySelector('[data-bottom-bar]')!.textContent!.includes('Discard'))
  expect((await struckWords()).join(' ')).toBe(struck)
  // Enter takes the cut back that the cursor stands on.
  await page.keyboard.press('Enter')
  await saysToScreenReaders('^Put back')
  expect((await struckWords()).join(' ')).not.toContain('And there\'s')
  await page.keyboard.down('Control')
  await page.keyboard.press('z')
  await page.keyboard.up('Control')
  expect((await struckWords()).join(' ')).toBe(struck)
  await page.keyboard.press(' ')
  await page.waitForFunction(() => [...document.querySelectorAll('video')].some(one => !one.paused && one.currentTime > 0))
  await page.keyboard.press(' ')
  await page.waitForFunction(() => [...document.querySelectorAll('video')].every(one => one.paused))
  await tabTo('Save')
  await page.keyboard.press('Enter')
  const after = await waitUntilMade()
  expect(after.edit.cutOut).toHaveLength(2)
  expect(after.page!.durationSeconds).toBeLessThan(video.page!.durationSeconds)
}, 300_000)

test('of three hours of talk only the lines that are near are built, and a cut draws no other line anew', async () => {
  const long = await openLongEditor(3600)
  expect(await long.$$eval('[data-row]', rows => rows.length)).toBeLessThan(300)
  expect(await long.$eval(transcript, box => box.textContent!.includes('line 3599 of the talk'))).toBe(true)
  await long.focus(transcript)
  await long.keyboard.down('Control')
  await long.keyboard.press('End')
  await long.keyboard.up('Control')
  await long.keyboard.press('Home')
  await long.waitForFunction(() => {
    const row = document.querySelector('[data-row="3599"]')?.getBoundingClientRect()
    const box = document.querySelector('[role=application]')!.getBoundingClientRect()
    return row !== undefined && row.top >= box.top && row.bottom <= box.bottom
  })
  expect(await long.$$eval('[data-row]', rows => rows.length)).toBeLessThan(600)
  const drawn = await long.evaluateHandle(() => {
    const rows = new Set<string>()
    new MutationObserver(changes => {
      const touched = changes.flatMap(({ target, removedNodes }) => [target instanceof Element ? target : target.parentElement!, ...removedNodes]).filter(node => node instanceof Element)
      for (const element of touched) rows.add(element.closest<HTMLElement>('[data-row]')?.dataset['row'] ?? 'none')
      rows.delete('none')
    }).observe(document.querySelector('[role=application] > div')!, { subtree: true, childList: true, characterData: true, attributes: true })
    return rows
  })
  await long.keyboard.press('Delete')
  await long.waitForFunction(() => getComputedStyle(document.querySelector('[data-row="3599"] [data-from]')!).textDecorationLine.includes('line-through'))
  expect(await drawn.evaluate(rows => [...rows])).toEqual(['3599'])
  await long.close({ runBeforeUnload: false })
}, 90_000)

test('once the recording itself is not kept any more its page and the editor say so, and what needs no new video can still be saved', async () => {
  const gone = await openLoggedIn(await browser.createBrowserContext(), product.publicUrl, owner)
  const told = (pattern: string) => gone.waitForFunction(wanted => new RegExp(wanted).test(document.body.innerText), { timeout: 20_000 }, pattern)
  const [name] = (await readdir(join(product.folder, 'user_dbs'))).filter(file => file.endsWith('.db') && !file.startsWith('.'))
  const database = new Sqlite(join(product.folder, 'user_dbs', name!))
  database.prepare('UPDATE recordings SET source_gone_at = ?').run(new Date().toISOString())
  database.close()
  await gone.goto(`${product.publicUrl}/recordings/${video.recording.id}`)
  await told('is not kept any more: the video stays as it is')
  expect(await gone.$$('aria/Make the video again')).toEqual([])
  await gone.locator('aria/Edit[role="link"]').click()
  await told('What needs no new video can be changed')
  await told('There is nothing to play')
  await gone.locator('label::-p-text(Full)').click()
  await told('so the video stays as it is and cannot be made again')
  expect(await gone.$eval('aria/Save[role="button"]', button => (button as HTMLButtonElement).disabled)).toBe(true)
  await press(gone, 'Discard')
  await gone.locator('[role=tab]::-p-text(Chapters)').click()
  await gone.locator('[aria-label^="Title of the chapter"]').fill('Named all the same')
  await told('Saved at once, nothing is made again')
  await press(gone, 'Save')
  await told('Nothing is changed yet')
  expect((await client.readRecording(video.recording.id)).page!.chapters.map(({ title }) => title)).toContain('Named all the same')
  await gone.close()
}, 90_000)

/** The recording's own editor, as if so many lines had been said in it. */
async function openLongEditor(lines: number): Promise<Page> {
  const long = await openLoggedIn(await browser.createBrowserContext(), product.publicUrl, owner)
  await long.setRequestInterception(true)
  long.on('request', request => {
    if (!new URL(request.url()).pathname.endsWith('/edit') || request.method() !== 'GET' || request.isNavigationRequest()) return void request.continue()
    void fetch(request.url(), { headers: request.headers() }).then(async answer => {
      const view = editorView.parse(await answer.json())
      await request.respond({ contentType: 'application/json', body: JSON.stringify({ ...view, content: view.content && { ...view.content, ...talkOf(lines) } }) })
    }).catch((cause: unknown) => { if (!long.isClosed()) throw cause })
  })
  await long.goto(`${product.publicUrl}/recordings/${video.recording.id}/edit`)
  await long.waitForSelector(`${transcript} [data-row]`)
  return long
}

/** A line every three seconds, and silence behind each third. */
function talkOf(lines: number): Pick<EditorContent, 'sourceSeconds' | 'cues' | 'cuts'> {
  const starts = Array.from({ length: lines }, (_, line) => line * 3)
  return {
    sourceSeconds: lines * 3,
    cues: starts.map((start, line) => ({ start, end: start + 2, speaker: line % 4 < 2 ? 'Ann' : 'Bob', text: `This is line ${line} of the talk and it goes on` })),
    cuts: starts.filter((_, line) => line % 3 === 0).map(start => ({ span: { start: start + 2, end: start + 3 }, reason: 'silence', confidence: 1 })),
  }
}

/** Presses Tab until what has this name has the focus. */
async function tabTo(name: string): Promise<void> {
  for (let tries = 0; tries < 80; tries += 1) {
    const found = await page.evaluate(wanted => {
      const active = document.activeElement
      return active !== null && (active.getAttribute('aria-label') ?? active.textContent) === wanted
    }, name)
    if (found) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never came to “${name}”`)
}
