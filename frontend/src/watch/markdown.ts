/** The part of Markdown that meeting summaries use. Text stays text: nothing here ever becomes HTML. */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'strong' | 'emphasis'; children: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'link'; href: string; children: Inline[] }

export interface ListItem { children: Inline[]; blocks: Block[] }
export type Block =
  | { kind: 'heading'; level: number; children: Inline[] }
  | { kind: 'paragraph'; children: Inline[] }
  | { kind: 'list'; isOrdered: boolean; items: ListItem[] }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'code'; text: string }
  | { kind: 'rule' }

/** Deeper nesting than any summary has is shown flat, so that hostile text cannot exhaust the stack. */
const deepest = 8

export function parseMarkdown(source: string): Block[] {
  return parseBlocks(source.replace(/\r\n?/g, '\n').replace(/\t/g, '    ').split('\n'), 0)
}

/** The same blocks with the highest heading at `level` and the others below it, so that a page's outline has no gap. */
export function withHeadingsFrom(level: number, blocks: Block[]): Block[] {
  const used = [...new Set(blocks.flatMap(block => block.kind === 'heading' ? [block.level] : []))].toSorted()
  return blocks.map(block => block.kind === 'heading' ? { ...block, level: Math.min(6, level + used.indexOf(block.level)) } : block)
}

/** Only web links and places of this site; everything else (javascript:, data:, //host) is not a link. */
export function safeHref(href: string): string | null {
  // Browsers drop tabs and line ends inside addresses, and characters up to the space around them.
  // eslint-disable-next-line no-control-regex
  const bare = href.replace(/[\u0000-\u0020\u007f]/g, '')
  if (/^https?:\/\/[^/\\]/i.test(bare)) return bare
  return /^([?#]|\/(?![/\\]))/.test(bare) ? bare : null
}

const listStart = /^( {0,3})([-*+•]|\d{1,9}[.)])(\s+|$)(.*)$/
const headingStart = /^ {0,3}(#{1,6})(?:\s+(.*?))?\s*#*\s*$/
const ruleLine = /^ {0,3}([-*_])( *\1){2,} *$/
const fence = /^ {0,3}(```|~~~)/
const quoteStart = /^ {0,3}> ?/

function parseBlocks(lines: string[], depth: number): Block[] {
  const blocks: Block[] = []
  let at = 0
  while (at < lines.length) {
    if (lines[at]!.trim() === '') { at += 1; continue }
    const { block, next } = readBlock(lines, at, depth)
    blocks.push(block)
    at = next
  }
  return blocks
}

interface Read { block: Block; next: number }

function readBlock(lines: string[], at: number, depth: number): Read {
  const line = lines[at]!
  const heading = headingStart.exec(line)
  if (heading) return { block: { kind: 'heading', level: heading[1]!.length, children: parseInline(heading[2] ?? '') }, next: at + 1 }
  if (ruleLine.test(line)) return { block: { kind: 'rule' }, next: at + 1 }
  if (fence.test(line)) return readFence(lines, at)
  if (quoteStart.test(line) && depth < deepest) return readQuote(lines, at, depth)
  if (listStart.test(line) && depth < deepest) return readList(lines, at, depth)
  return readParagraph(lines, at)
}

function readFence(lines: string[], at: number): Read {
  const mark = fence.exec(lines[at]!)![1]!
  let end = at + 1
  while (end < lines.length && !lines[end]!.trimStart().startsWith(mark)) end += 1
  return { block: { kind: 'code', text: lines.slice(at + 1, end).join('\n') }, next: end + 1 }
}

function readQuote(lines: string[], at: number, depth: number): Read {
  let end = at
  while (end < lines.length && quoteStart.test(lines[end]!)) end += 1
  return { block: { kind: 'quote', blocks: parseBlocks(lines.slice(at, end).map(line => line.replace(quoteStart, '')), depth + 1) }, next: end }
}

function readList(lines: string[], at: number, depth: number): Read {
  const isOrdered = isNumber(lines[at]!)
  const items: ListItem[] = []
  let next = at
  while (next < lines.length && listStart.test(lines[next]!) && isNumber(lines[next]!) === isOrdered && !ruleLine.test(lines[next]!)) {
    const end = endOfItem(lines, next)
    items.push(readItem(lines.slice(next, end), depth))
    next = skipBlank(lines, end)
  }
  return { block: { kind: 'list', isOrdered, items }, next }
}

function isNumber(line: string): boolean {
  return /^\s*\d/.test(line)
}

/** An item goes on while lines are indented under it, blank lines between them included. */
function endOfItem(lines: string[], at: number): number {
  const under = lines[at]!.search(/\S/) + 2
  let end = at + 1
  while (end < lines.length) {
    const after = skipBlank(lines, end)
    if (after >= lines.length || lines[after]!.search(/\S/) < under) break
    end = after + 1
  }
  return end
}

function skipBlank(lines: string[], at: number): number {
  let next = at
  while (next < lines.length && lines[next]!.trim() === '') next += 1
  return next
}

function readItem(lines: string[], depth: number): ListItem {
  const [first, ...rest] = lines
  const indent = Math.min(4, ...rest.filter(line => line.trim() !== '').map(line => line.search(/\S/)))
  return { children: parseInline(listStart.exec(first!)![4]!), blocks: parseBlocks(rest.map(line => line.slice(Number.isFinite(indent) ? indent : 0)), depth + 1) }
}

function readParagraph(lines: string[], at: number): Read {
  let end = at + 1
  while (end < lines.length && !startsBlock(lines[end]!)) end += 1
  const text = lines.slice(at, end).map(line => line.trim()).join(' ')
  return { block: { kind: 'paragraph', children: parseInline(text) }, next: end }
}

function startsBlock(line: string): boolean {
  return line.trim() === '' || headingStart.test(line) || listStart.test(line) || quoteStart.test(line) || fence.test(line) || ruleLine.test(line)
}

/** Tried in this order at each place; the first that fits wins. */
const inlineForms: { form: RegExp; make: (match: RegExpExecArray, depth: number) => Inline | null }[] = [
  { form: /\\([\\`*_{}[\]()#+\-.!>~|])/y, make: match => ({ kind: 'text', text: match[1]! }) },
  { form: /(`+)(.+?)\1(?!`)/y, make: match => ({ kind: 'code', text: match[2]!.trim() }) },
  { form: /!?\[((?:[^[\]\\]|\\.){0,2000})\]\(\s*<?([^\s()<>]{0,2048}(?:\([^\s()<>]{0,200}\)[^\s()<>]{0,2048})?)>?(?:\s+"[^"]{0,200}")?\s*\)/y, make: makeLink },
  { form: /<(https?:\/\/[^\s<>]{1,2048})>/iy, make: match => ({ kind: 'link', href: match[1]!, children: [{ kind: 'text', text: match[1]! }] }) },
  { form: /(\*\*|__)(?=\S)(.{1,4000}?\S?)\1/y, make: (match, depth) => ({ kind: 'strong', children: parseInline(match[2]!, depth + 1) }) },
  { form: /(\*)(?=[^\s*])([^*]{1,4000}?)\1(?!\*)/y, make: (match, depth) => ({ kind: 'emphasis', children: parseInline(match[2]!, depth + 1) }) },
  { form: /(?<![\p{L}\p{N}])(_)(?=[^\s_])([^_]{1,4000}?)\1(?![\p{L}\p{N}_])/uy, make: (match, depth) => ({ kind: 'emphasis', children: parseInline(match[2]!, depth + 1) }) },
]

function makeLink(match: RegExpExecArray, depth: number): Inline | null {
  const children = parseInline(match[1]!, depth + 1)
  const href = safeHref(match[2]!)
  if (match[0].startsWith('!')) return { kind: 'text', text: match[1]! }
  return href === null ? { kind: 'text', text: match[1]! } : { kind: 'link', href, children }
}

export function parseInline(text: string, depth = 0): Inline[] {
  if (depth >= deepest) return [{ kind: 'text', text }]
  const found: Inline[] = []
  let at = 0
  while (at < text.length) {
    const plain = /[^\\`*_[<!]+/y
    plain.lastIndex = at
    const words = plain.exec(text)?.[0]
    const special = words === undefined ? readInline(text, at, depth) : null
    append(found, special?.inline ?? { kind: 'text', text: words ?? text[at]! })
    at += special?.size ?? (words ?? ' ').length
  }
  return found
}

function readInline(text: string, at: number, depth: number): { inline: Inline; size: number } | null {
  for (const { form, make } of inlineForms) {
    form.lastIndex = at
    const match = form.exec(text)
    const inline = match && make(match, depth)
    if (inline) return { inline, size: match[0].length }
  }
  return null
}

function append(found: Inline[], inline: Inline): void {
  const last = found.at(-1)
  if (inline.kind === 'text' && last?.kind === 'text') last.text += inline.text
  else found.push(inline)
}
