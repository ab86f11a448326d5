const base = '<base target="_blank">'

/** The mail's HTML for a sandboxed frame: links open in a new tab, since the frame itself may not leave. */
export function mailDocument(html: string): string {
  const head = /<head(\s[^>]*)?>/i
  if (head.test(html)) return html.replace(head, tag => tag + base)
  const start = /^\s*(<!doctype[^>]*>)?\s*(<html(\s[^>]*)?>)?/i
  return html.replace(start, tag => tag + base)
}

/** Text cut at its web links, so that they can be clicked. */
export function splitLinks(text: string): { text: string; isLink: boolean }[] {
  const parts = text.split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]])/)
  return parts.map((part, index) => ({ text: part, isLink: index % 2 === 1 })).filter(part => part.text !== '')
}
