import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type axe from 'axe-core'
import type { Browser, Page } from 'puppeteer'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runShowcase, type Showcase } from './showcase.ts'
import { launchTestBrowser } from './test-browser.ts'
import { everyView, makeViewer, show, sizes, type Size } from './views.ts'

let showcase: Showcase
let browser: Browser
let viewer: Awaited<ReturnType<typeof makeViewer>>
let source: string

beforeAll(async () => {
  showcase = await runShowcase()
  browser = await launchTestBrowser()
  viewer = await makeViewer(browser, showcase)
  source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await showcase?.stop()
}, 60_000)

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe finds, each with the elements it is about. */
async function violations(page: Page, runOnly: string[]): Promise<string[]> {
  const found = await page.evaluate(async wanted => {
    const { axe: tool } = window as unknown as { axe: typeof axe }
    const { violations: all } = await tool.run(document, { runOnly: wanted, resultTypes: ['violations'], iframes: false })
    return all.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ html, failureSummary }) => `${html.slice(0, 300)} ${failureSummary}`) }))
  }, runOnly)
  return found.map(({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.join('\n    ')}`)
}

/** Elements whose style lets them move for longer than an eye can see. */
function whatMoves(): string[] {
  const seconds = (text: string) => Math.max(...text.split(',').map(part => Number.parseFloat(part) / (part.trim().endsWith('ms') ? 1000 : 1)))
  return [...document.querySelectorAll('body *')].flatMap(element => ['', '::before', '::after'].flatMap(part => {
    const style = getComputedStyle(element, part || null)
    const isMoving = style.animationName !== 'none' && seconds(style.animationDuration) > 0.001 || seconds(style.transitionDuration) > 0.001 || style.scrollBehavior === 'smooth'
    return isMoving ? [`${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}${part}`] : []
  }))
}

interface Found { light: string[]; dark: string[]; moving: string[]; forbidden: string[]; isTooWide: boolean }

async function lookAt(page: Page, { width }: Size): Promise<Found> {
  await show(page, 'light')
  const light = await violations(page, rules)
  await show(page, 'dark')
  const dark = await violations(page, ['color-contrast', 'link-in-text-block'])
  const [overflow, moving, forbidden] = [await page.evaluate(() => document.documentElement.scrollWidth), await page.evaluate(whatMoves), await page.evaluate(() => globalThis.violations)]
  return { light, dark, moving, forbidden, isTooWide: overflow > width }
}

test.each(everyView)('axe finds nothing wrong with the view $name, wide and narrow, light and dark; it fits the screen, does nothing that its policy forbids, and nothing moves where motion is not wanted', async view => {
  const page = await viewer.open(view, sizes[0]!, 'light')
  await page.evaluate(source)
  for (const size of sizes) {
    await page.setViewport(size)
    await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))
    expect(await lookAt(page, size), `at ${size.width} px`).toEqual({ light: [], dark: [], moving: [], forbidden: [], isTooWide: false })
  }
  await page.close()
}, 60_000)
