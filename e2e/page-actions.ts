import type { Page } from 'puppeteer'

/** What a person does on a page, by the names they see. */
export async function fill(page: Page, label: string, value: string): Promise<void> {
  await page.locator(`aria/${label}[role="textbox"]`).fill(value)
}

export async function press(page: Page, name: string): Promise<void> {
  await page.locator(`aria/${name}[role="button"]`).click()
}
