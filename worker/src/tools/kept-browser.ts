import type { Browser } from 'puppeteer'
import { startBrowser, type BrowserTools } from './browser.ts'

/** A page that is edited asks for the next picture within this time. */
const usualIdleMs = 45_000

/**
 * The same tools with a browser that stays open between drawings, since starting it takes longer than drawing, and ends by itself once
 * nobody has drawn for a while. One drawing at a time.
 */
export function keepBrowser(tools: BrowserTools, idleMs = usualIdleMs): BrowserTools {
  let open: Browser | undefined
  let timer: NodeJS.Timeout | undefined
  const end = (): void => {
    open?.close().catch(() => undefined)
    open = undefined
  }
  return {
    ...tools,
    lend: async () => {
      clearTimeout(timer)
      if (!open?.connected) open = await startBrowser(tools)
      const browser = open
      return {
        browser,
        giveBack: async isBroken => {
          if (!isBroken) timer = setTimeout(end, idleMs).unref()
          else {
            open = undefined
            browser.process()?.kill('SIGKILL')
          }
        },
      }
    },
  }
}
