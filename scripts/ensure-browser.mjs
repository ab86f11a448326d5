import { existsSync } from 'node:fs'
import { installCommand, installSystemPackage } from './system-package.mjs'

/** As worker/src/tools/find-browser.ts looks for them. */
const installedBrowsers = [
  '/usr/bin/google-chrome-stable', '/usr/bin/google-chrome', '/opt/google/chrome/chrome', '/usr/bin/chromium', '/usr/bin/chromium-browser',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
]
const names = { apt: 'chromium', brew: ['install', '--cask', 'google-chrome'] }

/** A browser draws the title cards. The npm packages bring one for Linux on x64; elsewhere the system must have one. */
export function ensureBrowser({ say, stop }) {
  if (process.platform === 'linux' && process.arch === 'x64') return
  if (process.env.PUPPETEER_EXECUTABLE_PATH || installedBrowsers.some(path => existsSync(path))) return
  if (!installSystemPackage({ names, why: 'draws title cards', say })) stop(`A Chrome or Chromium is needed to draw title cards. Please run: ${installCommand(names)}`)
}
