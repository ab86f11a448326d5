import puppeteer, { type Browser } from 'puppeteer'
import { findBrowser, installedBrowser } from '../worker/src/tools/find-browser.ts'

/** A browser like a person's, for tests: an installed one, else the one the product itself would find. */
export async function launchTestBrowser(): Promise<Browser> {
  const { executablePath, headless, environment } = await findBrowser(process.env.PUPPETEER_EXECUTABLE_PATH || await installedBrowser() || '')
  return puppeteer.launch({
    executablePath, headless, pipe: true, env: { ...process.env, ...environment },
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic', '--autoplay-policy=no-user-gesture-required', '--lang=en-US'],
  })
}
