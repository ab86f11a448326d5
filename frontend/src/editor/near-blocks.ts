import { createSelector, createSignal, onCleanup } from 'solid-js'

/** Which blocks of rows are built. */
export interface NearBlocks {
  isBuilt: (block: number) => boolean
  /** For who wants to go there at once. */
  build: (block: number) => void
  /** Builds the block once this element, which stands for it, comes near. */
  watch: (element: Element, block: number) => void
}

/** As far as the browser itself prepares what may soon be scrolled to. */
const nearness = '150% 0px'

/** Of thousands of rows those that came near. They stay, so that what is selected in them does. */
export function createNearBlocks(box: () => Element): NearBlocks {
  const [built, setBuilt] = createSignal<ReadonlySet<number>>(new Set([0]))
  const isBuilt = createSelector<ReadonlySet<number>, number>(built, (block, all) => all.has(block))
  const blocks = new Map<Element, number>()
  let observer: IntersectionObserver | undefined
  const add = (near: readonly number[]): void => {
    if (near.some(block => !built().has(block))) setBuilt(now => new Set([...now, ...near]))
  }
  const look = (entries: IntersectionObserverEntry[]): void => add(entries.filter(({ isIntersecting }) => isIntersecting).flatMap(({ target }) => blocks.get(target) ?? []))
  onCleanup(() => observer?.disconnect())
  return {
    isBuilt,
    build: block => add([block]),
    watch(element, block) {
      observer ??= new IntersectionObserver(look, { root: box(), rootMargin: nearness })
      blocks.set(element, block)
      observer.observe(element)
      onCleanup(() => { blocks.delete(element); observer?.unobserve(element) })
    },
  }
}
