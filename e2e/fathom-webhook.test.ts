import type { Browser, Page } from 'puppeteer'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fill, press, sendRegistration } from './page-actions.ts'
import { runProduct, type RunningProduct } from './running-product.ts'
import { launchTestBrowser } from './test-browser.ts'

const person = { email: 'wendy@example.com', password: 'a long enough password' }
let product: RunningProduct
let browser: Browser
let page: Page

beforeAll(async () => {
  product = await runProduct({ SMTP_URL: '', QUEUE_POLL_SECONDS: '1' })
  browser = await launchTestBrowser()
  page = await browser.newPage()
  await page.setViewport({ width: 1280, height: 800 })
  await sendRegistration(page, product.publicUrl, person)
  await page.locator('aria/Try the sample meeting[role="button"]').wait()
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await product?.stop()
}, 60_000)

test('with a connected account, new meetings are turned on with their rules', async () => {
  await page.goto(`${product.publicUrl}/settings/fathom`)
  await fill(page, 'API key', product.fathom.apiKey)
  await press(page, 'Connect')
  await says('Convert new meetings by themselves')
  await says('General')
  await fill(page, 'People from', 'not-a-domain')
  await press(page, 'Add')
  await says('is no mail domain')
  // What was typed and not yet added counts, too.
  await fill(page, 'People from', 'somebody@Example.com')
  await press(page, 'Turn on')
  await says('New meetings are converted by themselves now.')
  await page.waitForFunction(() => document.querySelector('ul[aria-label="People from"]')?.textContent?.includes('example.com'))
  await says('Nothing came yet')
  expect(product.fathom.webhookDestinations()).toHaveLength(1)
  const html = await page.evaluate(() => document.documentElement.outerHTML)
  for (const secret of [product.fathom.apiKey, product.fathom.webhookDestinations()[0]!.split('/').at(-1)!, 'whsec_']) expect(html).not.toContain(secret)
}, 60_000)

test('a meeting that Fathom finishes appears in the library by itself', async () => {
  await page.goto(product.publicUrl)
  await page.locator('aria/Fathom link').wait()
  expect(await page.$('[aria-label="Recordings"] li')).toBeNull()
  expect(await product.fathom.deliverWebhook(product.fathom.sampleRecordingId)).toEqual([204])
  await page.waitForSelector('[aria-label="Recordings"] li', { timeout: 20_000 })
  await page.goto(`${product.publicUrl}/settings/fathom`)
  await page.waitForFunction(() => /Taken/.test(document.querySelector('[aria-label="Last meetings from Fathom"]')?.textContent ?? ''))
  await page.locator('[aria-label="Last meetings from Fathom"] a').click()
  await page.waitForFunction(() => location.pathname.startsWith('/recordings/rec_'))
}, 60_000)

test('what the rules do not want is left out with its reason, seen without a reload, and what is being typed stays', async () => {
  await page.goto(`${product.publicUrl}/settings/fathom`)
  await page.locator('input[name=least-minutes]').fill('700')
  await says('Enter minutes from 0 to 600.')
  await page.locator('input[name=least-minutes]').fill('500')
  await press(page, 'Save rules')
  await says('The rules are saved.')
  await page.locator('aria/Only meetings with people from outside[role="checkbox"]').click()
  await says('Not saved yet')
  expect(await product.fathom.deliverWebhook(product.fathom.sampleRecordingId + 1)).toEqual([204])
  await says('It is shorter than 500 minutes.')
  await says('Not saved yet')
  await page.reload()
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>('input[name=least-minutes]')?.value === '500')
}, 60_000)

test('turned off, the webhook is gone at Fathom, too', async () => {
  await press(page, 'Turn off')
  await page.waitForSelector('[role=alertdialog]')
  await page.evaluate(() => [...document.querySelectorAll<HTMLButtonElement>('[role=alertdialog] button')].find(button => button.textContent === 'Turn off')!.click())
  await says('New meetings are no longer converted by themselves.')
  expect(product.fathom.webhookDestinations()).toEqual([])
  expect(await product.fathom.deliverWebhook(product.fathom.sampleRecordingId)).toEqual([])
}, 60_000)

test('a key is made, works as its example says, is shown once, and opens nothing once it is ended', async () => {
  await page.goto(`${product.publicUrl}/settings/api-keys`)
  await press(page, 'New key')
  await press(page, 'Make key')
  await says('Give the key a name.')
  await fill(page, 'Name', 'Nightly export')
  await press(page, 'Make key')
  await says('“Nightly export” is made')
  const key = await page.$eval('input[readonly]', input => input.value)
  expect(key).toMatch(/^f2l_[a-z0-9]{15}_[A-Za-z0-9_-]{43}$/)
  const example = await page.$eval('pre', pre => pre.textContent ?? '')
  expect(example).toContain(`curl -H "Authorization: Bearer ${key}"`)
  const use = (path = '/api/v1/recordings', method = 'GET') => fetch(product.publicUrl + path, { method, headers: { authorization: `Bearer ${key}` } })
  expect((await use(new URL(example.match(/https?:\S+/)![0]).pathname)).status).toBe(200)
  expect((await use('/api/v1/me/export-link', 'POST')).status).toBe(403)
  await press(page, 'I have copied it')
  await page.reload()
  await page.waitForFunction(() => /last used/.test(document.querySelector('[aria-label="Your API keys"]')?.textContent ?? ''))
  expect(await page.evaluate(() => document.documentElement.outerHTML)).not.toContain(key.slice(25, -4))
  await press(page, 'End the key Nightly export')
  await press(page, 'End key')
  await says('No keys yet')
  expect((await use()).status).toBe(401)
}, 60_000)

test('on a phone both pages need no sideways scrolling', async () => {
  await page.setViewport({ width: 390, height: 844, isMobile: true, hasTouch: true })
  for (const path of ['settings/fathom', 'settings/api-keys']) {
    await page.goto(`${product.publicUrl}/${path}`)
    await page.waitForSelector('h1')
    await says(path === 'settings/fathom' ? 'Which meetings' : 'New key')
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(390)
  }
}, 60_000)

async function says(words: string): Promise<void> {
  await page.waitForFunction(text => document.body.innerText.includes(text), { timeout: 20_000 }, words)
}
