import type { ViewerView } from '@f2l/common/contracts/views.ts'

const heads = ['Name', 'Views', 'Last view (UTC)', 'Seen (%)', 'Clicked']

/** One row a viewer, by RFC 4180, with the mark by which spreadsheets know UTF-8. */
export function viewersCsv(viewers: ViewerView[]): string {
  const rows = viewers.map(({ name, views, lastAt, seenShare, clicked }) => [name ?? 'Somebody', String(views), lastAt, String(Math.round(seenShare * 100)), clicked ? 'yes' : 'no'])
  return `\uFEFF${[heads, ...rows].map(row => `${row.map(field).join(',')}\r\n`).join('')}`
}

/** A name that begins like a formula would be run by a spreadsheet; an apostrophe before it makes it text. */
function field(text: string): string {
  const harmless = /^[\s]*[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
