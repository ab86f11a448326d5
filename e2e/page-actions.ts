import type { Page } from 'puppeteer'

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
