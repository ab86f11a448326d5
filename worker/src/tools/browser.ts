import { join } from 'node:path'
import { readFile } from 'node:fs/promises'
import puppeteer, { type Browser, type HTTPRequest, type Page } from 'puppeteer'
import { AppError } from '@f2l/common/errors.ts'
import { newTemporaryFolder, removeTemporaryFolder } from '@f2l/common/temporary-folder.ts'
import { findBrowser } from './find-browser.ts'
import { allShippedFonts } from './shipped-fonts.ts'

export interface BrowserTools {
  /** PUPPETEER_EXECUTABLE_PATH; empty: an installed Chrome or Chromium, else the one inside npm. */
  executablePath: string
  /** All that the browser gets to see of our environment. */
  environment: Record<string, string>
  /** Chromium's sandbox cannot run as root. */
  isRoot: boolean
  /** Lends one that is open already, to who draws often; absent: each session of drawing starts its own. */
  lend?: () => Promise<LentBrowser>
}

/** `isBroken`: something went wrong, or it was killed. */
export interface LentBrowser { browser: Browser; giveBack(isBroken: boolean): Promise<void> }

export interface StillPicture {
  html: string
  width: number
  height: number
  /** Keeps what the page does not paint transparent. */
  isTransparent: boolean
  /** Where the PNG goes. */
  path: string
}

/** Pages live at an address that cannot exist; whatever else they ask for is refused. */
const origin = 'https://plates.invalid'

const quietFlags = [
  '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-default-apps',
  '--disable-domain-reliability', '--no-first-run', '--no-default-browser-check', '--disable-dev-shm-usage', '--disable-gpu',
  '--hide-scrollbars', '--force-color-profile=srgb', '--proxy-server=http://127.0.0.1:9', '--proxy-bypass-list=<-loopback>',
]

/**
 * Draws pages as PNG files in one browser session that ends with the last picture.
 * @throws AppError `render.browser_failed`, or the signal's reason
 */
export async function drawStills(tools: BrowserTools, pictures: StillPicture[], signal: AbortSignal): Promise<void> {
  if (pictures.length === 0) return
  signal.throwIfAborted()
  const { browser, giveBack } = await (tools.lend?.() ?? startOwn(tools)).catch((cause: unknown) => { throw browserFailure(cause) })
  let isBroken = true
  const kill = (): void => { browser.process()?.kill('SIGKILL') }
  signal.addEventListener('abort', kill, { once: true })
  try {
    const page = await openPage(browser, pictures)
    for (const [index, picture] of pictures.entries()) await draw(page, index, picture)
    await page.close()
    isBroken = false
  } catch (cause) {
    throw signal.aborted ? signal.reason : browserFailure(cause)
  } finally {
    signal.removeEventListener('abort', kill)
    await giveBack(isBroken)
  }
}

async function startOwn(tools: BrowserTools): Promise<LentBrowser> {
  const browser = await startBrowser(tools)
  return { browser, giveBack: () => browser.close().catch(() => { browser.process()?.kill('SIGKILL') }) }
}

/** A browser that reaches no address; who starts it closes it. */
export async function startBrowser({ executablePath, environment, isRoot }: BrowserTools, flags: string[] = []): Promise<Browser> {
  const found = await findBrowser(executablePath)
  const userDataDir = await newTemporaryFolder('browser')
  const forget = (): Promise<void> => removeTemporaryFolder(userDataDir).catch(() => undefined)
  const browser = await puppeteer.launch({
    executablePath: found.executablePath, headless: found.headless, userDataDir,
    // Over a pipe, not a port: Chromium ends when the pipe does, also when we are killed.
    pipe: true,
    args: [...quietFlags, ...flags, ...(isRoot ? ['--no-sandbox'] : [])],
    env: { ...environment, ...found.environment }, handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false, timeout: 60_000,
  }).catch(async (error: unknown) => { await forget(); throw error })
  browser.process()?.once('exit', () => void forget())
  return browser
}

async function openPage(browser: Browser, pictures: StillPicture[]): Promise<Page> {
  const page = await browser.newPage()
  await page.setRequestInterception(true)
  page.on('request', request => {
    // A request that ended while we read the font needs no answer.
    answer(request, pictures).catch(() => request.abort().catch(() => undefined))
  })
  return page
}

async function answer(request: HTTPRequest, pictures: StillPicture[]): Promise<void> {
  const url = request.url()
  const still = new RegExp(`^${origin}/(\\d+)$`).exec(url)?.[1]
  const font = fontFile(url)
  if (still) await request.respond({ contentType: 'text/html; charset=utf-8', headers: { 'content-security-policy': `default-src 'none'; style-src 'unsafe-inline' ${origin}; font-src ${origin}; img-src data:` }, body: pictures[Number(still)]!.html })
  else if (font) await request.respond({ contentType: font.endsWith('.css') ? 'text/css' : 'font/woff2', headers: { 'access-control-allow-origin': '*' }, body: await readFile(font) })
  else await request.abort()
}

/** The file behind an address of a shipped font; null for every other address. */
function fontFile(url: string): string | null {
  const [, name, file] = new RegExp(`^${origin}/fonts/([a-z-]+)/(index\\.css|files/[a-z0-9-]+\\.woff2)$`).exec(url) ?? []
  const font = allShippedFonts.find(({ packageName }) => packageName.split('/')[1] === name)
  return font && file ? join(font.folder, file) : null
}

async function draw(page: Page, index: number, { width, height, path, isTransparent }: StillPicture): Promise<void> {
  await page.setViewport({ width, height, deviceScaleFactor: 1 })
  await page.goto(`${origin}/${index}`, { waitUntil: 'load', timeout: 30_000 })
  await page.evaluate('document.fonts.ready.then(() => document.fonts.size)')
  await page.screenshot({ path: path as `${string}.png`, type: 'png', omitBackground: isTransparent, clip: { x: 0, y: 0, width, height } })
}

function browserFailure(cause: unknown): AppError {
  return new AppError('render.browser_failed', 'The title card could not be drawn: no working Chrome or Chromium. Set PUPPETEER_EXECUTABLE_PATH to one.', { cause })
}
