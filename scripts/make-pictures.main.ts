import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Page } from 'puppeteer'
import { makeProductClient, waitForVideo } from '../demo/src/product-client.ts'
import { fill, press } from '../e2e/page-actions.ts'
import { launchTestBrowser } from '../e2e/test-browser.ts'
import { runProduct } from '../e2e/running-product.ts'

/** `npm run pictures`: makes the README's screenshots, frame and GIF from the running product and the sample meeting. */
const folder = fileURLToPath(new URL('../docs/pictures/', import.meta.url))
const person = { email: 'alex@example.com', password: 'a long enough password', name: 'Alex' }

const product = await runProduct({ SMTP_URL: '' }, { isWholeMeeting: true })
const browser = await launchTestBrowser()
try {
  await mkdir(folder, { recursive: true })
  const client = makeProductClient(product.publicUrl)
  await client.register(person)
  await client.login(person)
  const page = await browser.newPage()
  await logIn(page)
  const added = await client.addByLink(product.fathom.sampleLink)
  await page.goto(`${product.publicUrl}/queue`)
  const { recording } = await waitForVideo(client, added.id, ({ job }) => {
    if (job?.stage === 'render' && job.percent > 50 && job.percent < 60) void shoot(page, 'queue', 1280, 620)
  }, 900, AbortSignal.timeout(900_000))
  const share = `${product.publicUrl}/s/${recording.shareToken}`
  await page.goto(product.publicUrl)
  await shoot(page, 'library', 1280, 720)
  await page.goto(`${product.publicUrl}/recordings/${recording.id}`)
  await shoot(page, 'recording', 1280, 900)
  await press(page, 'Share')
  await page.waitForSelector('[role=dialog]')
  await shoot(page, 'sharing', 1280, 900)
  await page.goto(`${share}?t=20`)
  await shoot(page, 'share', 1280, 900)
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }])
  await shoot(page, 'share-dark', 1280, 900)
  await shoot(page, 'share-phone', 390, 844)
  await save(`${share}/preview.gif`, 'preview.gif')
  await save(`${share}/poster.jpg`, 'frame.jpg')
} finally {
  await browser.close()
  await product.stop()
}

async function logIn(page: Page): Promise<void> {
  await page.goto(`${product.publicUrl}/login`)
  await fill(page, 'E-mail', person.email)
  await fill(page, 'Password', person.password)
  await press(page, 'Log in')
  await page.locator('aria/Fathom link').wait()
}

async function shoot(page: Page, name: string, width: number, height: number): Promise<void> {
  await page.setViewport({ width, height })
  await page.waitForNetworkIdle({ timeout: 5000 }).catch((error: unknown) => process.stderr.write(`${name}: ${String(error)}\n`))
  await page.screenshot({ path: `${folder}${name}.png` })
}

async function save(url: string, name: string): Promise<void> {
  await writeFile(`${folder}${name}`, Buffer.from(await (await fetch(url)).arrayBuffer()))
}
