import { existsSync, readFileSync } from 'node:fs'
import { installCommand, installSystemPackage } from './system-package.mjs'

const installedBrowsers = JSON.parse(readFileSync(new URL('../common/src/installed-browsers.json', import.meta.url), 'utf8'))
const names = { apt: 'chromium', brew: ['install', '--cask', 'google-chrome'] }

/** A browser draws the title cards. The npm packages bring one for Linux on x64; elsewhere the system must have one. */
export function ensureBrowser({ say, stop }) {
  if (process.platform === 'linux' && process.arch === 'x64') return
  if (process.env.PUPPETEER_EXECUTABLE_PATH || installedBrowsers.some(path => existsSync(path))) return
  if (!installSystemPackage({ names, why: 'draws title cards', say })) stop(`A Chrome or Chromium is needed to draw title cards. Please run: ${installCommand(names)}`)
}
