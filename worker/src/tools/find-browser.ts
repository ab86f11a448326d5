import { bundledBrowser } from './bundled-browser.ts'
import installedBrowsers from './installed-browsers.json' with { type: 'json' }
import { isThere } from './is-there.ts'

export interface FoundBrowser {
  executablePath: string
  headless: true | 'shell'
  /** What it needs in its environment beside the usual. */
  environment: Record<string, string>
}

/**
 * The browser that draws stills: the one the setting names, else an installed Chrome or Chromium,
 * else the Chromium inside the npm package (Linux only).
 */
export async function findBrowser(setting: string): Promise<FoundBrowser> {
  const found = setting || await firstInstalled()
  if (found) return { executablePath: found, headless: true, environment: {} }
  // The flags that its package advises are for a cloud function: one process, no web security. Here it needs none of them.
  return { ...await bundledBrowser(), headless: 'shell' }
}

async function firstInstalled(): Promise<string | undefined> {
  for (const path of installedBrowsers) {
    if (await isThere(path)) return path
  }
  return undefined
}
