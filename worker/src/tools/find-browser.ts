import installedBrowsers from '@f2l/common/installed-browsers.json' with { type: 'json' }
import { bundledBrowser } from './bundled-browser.ts'
import { isThere } from './is-there.ts'

export interface FoundBrowser {
  executablePath: string
  headless: true | 'shell'
  /** What it needs in its environment beside the usual. */
  environment: Record<string, string>
}

/**
 * The browser that draws stills and plays videos: the one the setting names, else the headless shell inside the npm package (Linux on
 * x64: half the memory and half the start of a whole browser), else an installed Chrome or Chromium.
 * @throws Error where there is none
 */
export async function findBrowser(setting: string): Promise<FoundBrowser> {
  if (setting) return whole(setting)
  // The flags that its package advises are for a cloud function: one process, no web security. Here it needs none of them.
  const bundled = hasBundled ? await bundledBrowser().catch(() => null) : null
  if (bundled) return { ...bundled, headless: 'shell' }
  const found = await installedBrowser()
  if (!found) throw new Error('no Chrome or Chromium is installed')
  return whole(found)
}

const hasBundled = process.platform === 'linux' && process.arch === 'x64'

function whole(executablePath: string): FoundBrowser {
  return { executablePath, headless: true, environment: {} }
}

/** Undefined: none at a usual place. */
export async function installedBrowser(): Promise<string | undefined> {
  for (const path of installedBrowsers) {
    if (await isThere(path)) return path
  }
  return undefined
}
