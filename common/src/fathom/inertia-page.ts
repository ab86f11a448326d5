import { z } from 'zod'
import { decodeEntities } from '../html-entities.ts'

const inertiaPage = z.object({ component: z.string().catch(''), props: z.record(z.string(), z.unknown()) })
export type InertiaPage = z.output<typeof inertiaPage>

/**
 * The data that an Inertia page carries in `<div id="app" data-page="{HTML-escaped JSON}">`.
 * Null where the page has none, or it cannot be read.
 */
export function readInertiaPage(html: string): InertiaPage | null {
  const attribute = /\bdata-page\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(html)
  if (attribute === null) return null
  const parsed = inertiaPage.safeParse(parseJson(decodeEntities(attribute[1] ?? attribute[2] ?? '')))
  return parsed.success ? parsed.data : null
}

/** Undefined for text that is no JSON: for a page from outside that is an answer, not a fault. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
