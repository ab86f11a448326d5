import type { Stop } from './stops.ts'

/** The stop under a place of the screen, or null. */
export function stopAtPoint(box: HTMLElement, stops: readonly Stop[], x: number, y: number): number | null {
  const caret = caretAt(x, y)
  return caret && box.contains(caret.node) ? stopOfPlace(stops, caret.node, caret.offset, 'start') : null
}

/** The first and last stop of what a mouse or finger selected; null where that lies elsewhere or is nothing. */
export function stopsOfSelection(box: HTMLElement, stops: readonly Stop[], selection: Selection | null): { from: number; to: number } | null {
  if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return null
  const range = selection.getRangeAt(0)
  if (!box.contains(range.commonAncestorContainer)) return null
  const from = stopOfPlace(stops, range.startContainer, range.startOffset, 'start')
  const to = stopOfPlace(stops, range.endContainer, range.endOffset, 'end')
  return from === null || to === null || to < from ? null : { from, to }
}

/** Browsers differ in how they tell it. */
function caretAt(x: number, y: number): { node: Node; offset: number } | null {
  if ('caretPositionFromPoint' in document) {
    const place = document.caretPositionFromPoint(x, y)
    return place && { node: place.offsetNode, offset: place.offset }
  }
  const range = (document as unknown as { caretRangeFromPoint?: (x: number, y: number) => Range | null }).caretRangeFromPoint?.(x, y)
  return range ? { node: range.startContainer, offset: range.startOffset } : null
}

function stopOfPlace(stops: readonly Stop[], node: Node, offset: number, edge: 'start' | 'end'): number | null {
  const element = node instanceof Element ? node : node.parentElement
  const run = element?.closest<HTMLElement>('[data-from]')
  if (run) {
    const [from, to] = [Number(run.dataset['from']), Number(run.dataset['to'])]
    return node instanceof Text ? from + wordAt(stops.slice(from, to), offset, edge) : edge === 'start' ? from : to - 1
  }
  return besideRuns(node, offset, edge)
}

/** Between words: the next one for a start, the one before for an end; beside them all the row's first or last. */
function besideRuns(node: Node, offset: number, edge: 'start' | 'end'): number | null {
  const element = node instanceof Element ? node : node.parentElement
  const row = element?.closest('[data-row]')
  if (!row) return null
  const runs = [...row.querySelectorAll<HTMLElement>('[data-from]')]
  const place = document.createRange()
  place.setStart(node, offset)
  const behind = runs.filter(run => place.comparePoint(run, 0) >= 0)
  const found = edge === 'start' ? behind[0] ?? runs.at(-1) : runs[runs.length - behind.length - 1] ?? runs[0]
  if (!found) return null
  return edge === 'start' ? Number(found.dataset['from']) : Number(found.dataset['to']) - 1
}

/** Which word of a run an offset of its text lies in: behind a word's last letter a start belongs to the next one. */
function wordAt(stops: readonly Stop[], offset: number, edge: 'start' | 'end'): number {
  let at = 0
  for (const [index, { text, isJoined }] of stops.entries()) {
    const start = at + (index > 0 && !isJoined ? 1 : 0)
    const end = start + (text?.length ?? 0)
    if (edge === 'start' ? offset < end : offset <= end) return edge === 'end' && offset <= start && index > 0 ? index - 1 : index
    at = end
  }
  return stops.length - 1
}
