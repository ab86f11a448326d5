import { createUniqueId, For, type JSX } from 'solid-js'
import styles from './tabs.module.css'

interface TabsProps<T extends string> {
  label: string
  tabs: readonly T[]
  nameOf: (tab: T) => string
  open: T
  onOpen: (tab: T) => void
  panel: (tab: T) => JSX.Element
  /** The panels take all the room there is, and each scrolls by itself. */
  isFilling?: boolean
}

/** Panels of which one is shown; the arrow keys go from tab to tab. */
export function Tabs<T extends string>(props: TabsProps<T>) {
  let list!: HTMLDivElement
  const id = createUniqueId()
  const press = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = props.tabs[(props.tabs.indexOf(props.open) + step + props.tabs.length) % props.tabs.length]!
    props.onOpen(next)
    list.querySelector<HTMLElement>(`#${CSS.escape(`${id}-${next}`)}`)?.focus()
  }
  return (
    <section class={`${styles['box']} ${props.isFilling ? styles['filling'] : ''}`} aria-label={props.label}>
      <div ref={element => { list = element }} class={styles['tabs']} role="tablist" aria-label={props.label} onKeyDown={press}>
        <For each={props.tabs}>
          {tab => (
            <button type="button" role="tab" id={`${id}-${tab}`} class={styles['tab']} aria-selected={props.open === tab} aria-controls={`${id}-${tab}-panel`} tabindex={props.open === tab ? 0 : -1} onClick={() => props.onOpen(tab)}>
              {props.nameOf(tab)}
            </button>
          )}
        </For>
      </div>
      <For each={props.tabs}>
        {tab => <div id={`${id}-${tab}-panel`} class={styles['panel']} role="tabpanel" aria-labelledby={`${id}-${tab}`} hidden={props.open !== tab}>{props.panel(tab)}</div>}
      </For>
    </section>
  )
}
