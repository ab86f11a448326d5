/** Brings `row` to the upper third of its scrolling box; never moves the page itself. */
export function scrollTo(box: HTMLElement, row: HTMLElement | null): void {
  if (!row) return
  const offset = row.getBoundingClientRect().top - box.getBoundingClientRect().top
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches
  box.scrollTo({ top: box.scrollTop + offset - box.clientHeight / 3, behavior: isCalm ? 'auto' : 'smooth' })
}
