import { createEffect, createSignal, on, onCleanup, type Accessor } from 'solid-js'
import type { Cursor } from './cursor.ts'
import type { ChosenPlace } from './cut-tools.tsx'

/** Where the tools stand: in pixels of what scrolls. */
export interface ShownTools { place: ChosenPlace; top: number; left: number }

interface ToolsDeps { box: () => HTMLElement; cursor: Cursor; place: Accessor<ChosenPlace | null>; rowOf: (stop: number) => number | undefined }

const belowPixels = 6
const margin = 8

/** The tools stand just below what is chosen, and beside nothing. With the keyboard they come only where there is a selection or a cut. */
export function createToolsPlace({ box, cursor, place, rowOf }: ToolsDeps): { shown: Accessor<ShownTools | null>; measure: (element: HTMLDivElement) => void } {
  const [shown, setShown] = createSignal<ShownTools | null>(null)
  let tools: HTMLDivElement | null = null
  const put = (): void => {
    const [now, chosen] = [place(), cursor.chosen()]
    const isWanted = now !== null && chosen !== null && !cursor.isHeld() && (cursor.isPointed() || chosen.from !== chosen.to || now.cut !== null)
    const rect = isWanted ? cursor.isNative() ? selectionRect() : runOf(rowOf(chosen.to) ?? -1, chosen.to)?.getBoundingClientRect() : null
    if (!rect || !now) return void setShown(null)
    // How wide they are shows once they are there.
    setShown({ place: now, ...below(rect, box(), 0) })
    if (tools) setShown({ place: now, ...below(rect, box(), tools.offsetWidth) })
    // On a phone they may lie below the lower edge of the window.
    if (cursor.isPointed()) tools?.scrollIntoView({ block: 'nearest' })
  }
  let frame = 0
  const soon = (): void => { cancelAnimationFrame(frame); frame = requestAnimationFrame(put) }
  createEffect(on([place, cursor.chosen, cursor.isNative, cursor.isHeld], soon))
  addEventListener('resize', soon)
  onCleanup(() => { cancelAnimationFrame(frame); removeEventListener('resize', soon) })
  return { shown, measure: element => { tools = element } }
}

export function rowId(row: number): string {
  return `transcript-row-${row}`
}

/** By its id, which is found at once among thousands. Null while it is not built. */
export function rowElement(row: number): HTMLElement | null {
  return document.getElementById(rowId(row))
}

/** The piece of the row that shows a stop. */
export function runOf(row: number, stop: number): HTMLElement | null {
  const runs = rowElement(row)?.querySelectorAll<HTMLElement>('[data-from]') ?? []
  return [...runs].find(run => Number(run.dataset['from']) <= stop && stop < Number(run.dataset['to'])) ?? null
}

const settlingFrames = 12
/** What each box goes to now. */
const aims = new WeakMap<HTMLElement, () => HTMLElement | null>()

/** Scrolls the box, never the page, and no farther than is needed; for some frames again, since lines that come near find their height only then. */
export function keepInView(box: HTMLElement, aim: () => HTMLElement | null): void {
  let left = settlingFrames
  aims.set(box, aim)
  const look = (): void => {
    if (aims.get(box) !== aim) return
    scrollTo(box, aim())
    left -= 1
    if (left > 0) requestAnimationFrame(look)
    else aims.delete(box)
  }
  queueMicrotask(look)
}

function scrollTo(box: HTMLElement, element: HTMLElement | null): void {
  if (!element) return
  const [inner, outer] = [element.getBoundingClientRect(), box.getBoundingClientRect()]
  const room = Math.min(90, outer.height / 4)
  if (inner.top < outer.top + room) box.scrollTop -= outer.top + room - inner.top
  else if (inner.bottom > outer.bottom - room) box.scrollTop += inner.bottom - outer.bottom + room
}

function selectionRect(): DOMRect | null {
  const selection = getSelection()
  if (!selection || selection.rangeCount === 0) return null
  return [...selection.getRangeAt(0).getClientRects()].at(-1) ?? null
}

function below(rect: DOMRect, box: HTMLElement, width: number): { top: number; left: number } {
  const outer = box.getBoundingClientRect()
  const left = Math.min(rect.left - outer.left, box.clientWidth - width - margin)
  return { top: rect.bottom - outer.top + box.scrollTop + belowPixels, left: Math.max(margin, left) }
}
