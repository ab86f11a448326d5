import { afterAll, beforeAll } from 'vitest'
import type { BrowserTools } from '../src/tools/browser.ts'
import { keepBrowser } from '../src/tools/kept-browser.ts'
import { browser } from './barcode-recording.ts'

/** One browser draws the stills of all tests of a file: starting it costs more than most of what they render. */
export function shareBrowser(): BrowserTools {
  const kept = keepBrowser(browser, 600_000)
  const lent = () => kept.lend!()
  beforeAll(async () => (await lent()).giveBack(false))
  afterAll(async () => (await lent()).browser.close())
  return kept
}
