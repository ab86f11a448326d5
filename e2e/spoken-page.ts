import type { Page } from 'puppeteer'
import { en } from '../frontend/src/words/en/parts.ts'
import { languages } from '../frontend/src/words/languages.ts'

/** Makes a page's browser one of somebody who speaks these languages, best first. */
export async function speak(page: Page, acceptLanguage: string): Promise<void> {
  const devTools = await page.createCDPSession()
  await devTools.send('Emulation.setUserAgentOverride', { userAgent: await page.browser().userAgent(), acceptLanguage })
}

/** Texts and names on the page that stand in the English catalogue and in no German one. */
export async function englishOn(page: Page): Promise<string[]> {
  const said = await readTexts(page)
  const patterns = await onlyEnglish()
  return [...new Set(said.filter(text => patterns.some(pattern => pattern.test(text))))]
}

/** What no catalogue explains: sentences with words that are English only. Content that people brought along is not looked at. */
export async function englishSentencesOn(page: Page): Promise<string[]> {
  return (await readTexts(page)).filter(text => /\b(the|of|and|your|this|with|are|not|you|from)\b/i.test(text))
}

/** Every visible text, and what is told to screen readers, outside of what says that it is English. */
async function readTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const texts: string[] = [document.title]
    const isForeign = (element: Element): boolean => element.closest('body [lang="en"], iframe, script, style, noscript') !== null
    for (const element of document.body.querySelectorAll('*')) {
      if (isForeign(element)) continue
      for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-valuetext']) texts.push(element.getAttribute(name) ?? '')
      if (element.checkVisibility()) for (const child of element.childNodes) if (child.nodeType === Node.TEXT_NODE) texts.push(child.textContent ?? '')
    }
    return texts.map(text => text.replace(/\s+/g, ' ').trim()).filter(text => text !== '')
  })
}

async function onlyEnglish(): Promise<RegExp[]> {
  const [english, german] = await Promise.all([sayingsOf('en'), sayingsOf('de')])
  const shared = new Set(german.map(skeleton))
  return english.filter(saying => /[a-z]{3}/i.test(skeleton(saying)) && !shared.has(skeleton(saying))).map(asPattern)
}

/** Everything a catalogue can say, with marks where something is put in. */
async function sayingsOf(language: keyof typeof languages): Promise<string[]> {
  const parts = Object.keys(en) as (keyof typeof en)[]
  const found = await Promise.all(parts.map(async part => collect(await languages[language][part]())))
  return found.flat()
}

function collect(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'function') return sayings(value as (...args: unknown[]) => unknown)
  return Object.values(value as object).flatMap(collect)
}

/** Words that need more than texts and numbers are looked at by their own tests. */
function sayings(word: (...args: unknown[]) => unknown): string[] {
  return [['⟨⟩', '⟨⟩', '⟨⟩', '⟨⟩'], [1, 1, 1, 1]].flatMap(args => {
    try {
      const said = word(...args)
      return typeof said === 'string' ? [said] : []
    } catch (error) {
      if (error instanceof TypeError) return []
      throw error
    }
  })
}

const skeleton = (saying: string): string => saying.replaceAll('⟨⟩', '').trim()

function asPattern(saying: string): RegExp {
  return new RegExp(`^${saying.trim().split('⟨⟩').map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, ' ')).join('.+')}$`)
}
