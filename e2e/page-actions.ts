import type { BrowserContext, ElementHandle, Page } from 'puppeteer'

/** What a person does on a page, by the names they see. */
export async function fill(page: Page, label: string, value: string): Promise<void> {
  await page.locator(`aria/${label}[role="textbox"]`).fill(value)
}

export async function press(page: Page, name: string): Promise<void> {
  await page.locator(`aria/${name}[role="button"]`).click()
}

export async function choose(page: Page, role: 'tab' | 'menuitem' | 'radio' | 'checkbox', name: string): Promise<void> {
  await page.locator(`aria/${name}[role="${role}"]`).click()
}

export async function says(page: Page, words: string, timeout = 20_000): Promise<void> {
  await page.waitForFunction(text => document.body.innerText.includes(text), { timeout }, words)
}

export interface Account { email: string; password: string; name?: string }

/** Sends the form for a new account; what comes next depends on whether there is a mail server. */
export async function sendRegistration(page: Page, publicUrl: string, { email, password, name = '' }: Account): Promise<void> {
  await page.goto(`${publicUrl}/register`)
  if (name !== '') await fill(page, 'Name', name)
  await fill(page, 'E-mail', email)
  await fill(page, 'Password', password)
  await press(page, 'Create account')
}

/** Sends the log-in form that is on the page. */
export async function sendLogIn(page: Page, { email, password }: Account): Promise<void> {
  await fill(page, 'E-mail', email)
  await fill(page, 'Password', password)
  await press(page, 'Log in')
}

/** To the person's own library. */
export async function logIn(page: Page, publicUrl: string, account: Account): Promise<void> {
  await page.goto(`${publicUrl}/login`)
  await sendLogIn(page, account)
  await page.locator('aria/Fathom link').wait()
}

/** Somebody's library on a wide screen, in a browser of their own. */
export async function openLoggedIn(context: BrowserContext, publicUrl: string, account: Account): Promise<Page> {
  const page = await context.newPage()
  await page.setViewport({ width: 1280, height: 900 })
  await logIn(page, publicUrl, account)
  return page
}

/** The tab's name ends with how many there are. */
export async function openComments(page: Page): Promise<void> {
  const tab = await page.waitForFunction(() => [...document.querySelectorAll<HTMLElement>('[role=tab]')].find(one => one.innerText.startsWith('Comments'))) as ElementHandle<HTMLElement>
  await tab.click()
  await page.locator('aria/Write a comment[role="textbox"]').wait()
}

/** Begins to play, muted, and tells whether the clock goes on. */
export async function plays(where: Pick<Page, '$eval'>): Promise<boolean> {
  return where.$eval('video', async video => {
    const before = video.currentTime
    video.muted = true
    await video.play()
    for (let tries = 0; tries < 50 && video.currentTime <= before + 0.3; tries += 1) await new Promise(done => setTimeout(done, 100))
    video.pause()
    return video.currentTime > before + 0.3
  })
}

/** Plays, muted, from where it is until the video's clock says so. */
export async function watchUntil(page: Page, seconds: number): Promise<void> {
  await page.waitForSelector('video')
  await page.$eval('video', async (video, until) => {
    video.muted = true
    await video.play()
    await new Promise<void>(done => { const timer = setInterval(() => { if (video.currentTime >= until) { clearInterval(timer); done() } }, 50) })
    video.pause()
  }, seconds)
}
