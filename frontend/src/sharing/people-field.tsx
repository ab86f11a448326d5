import { createSignal, createUniqueId, onCleanup, Show } from 'solid-js'
import { Button } from '../ui/button.tsx'
import { Chips } from '../ui/chips.tsx'
import { words } from '../words/words.ts'
import { readAddresses } from './read-addresses.ts'
import styles from './sharing.module.css'

const mostPeople = 200

/** Addresses as chips, and a field that takes one or many. What is no address stays in the field. */
export function PeopleField(props: { people: string[]; onChange: (people: string[]) => void }) {
  let input!: HTMLInputElement
  const id = createUniqueId()
  const [typed, setTyped] = createSignal('')
  const [problem, setProblem] = createSignal<string>()
  const [said, setSaid] = createSignal('')
  const add = (): void => {
    const { addresses, rest } = readAddresses(typed())
    const fresh = addresses.filter(address => !props.people.includes(address))
    if (props.people.length + fresh.length > mostPeople) return void setProblem(words.sharing.tooManyPeople)
    setTyped(rest)
    setProblem(rest === '' ? undefined : words.sharing.notAnAddress(rest))
    if (fresh.length === 0) return
    setSaid(words.sharing.personAdded(fresh.join(', ')))
    props.onChange([...props.people, ...fresh])
  }
  // Escape closes the window around the field, and a browser need not tell of the focus that goes with it.
  onCleanup(add)
  const remove = (address: string): void => {
    setSaid(words.sharing.personRemoved(address))
    props.onChange(props.people.filter(one => one !== address))
    input.focus()
  }
  const press = (event: KeyboardEvent): void => {
    if (event.isComposing || !['Enter', ',', ';'].includes(event.key)) return
    event.preventDefault()
    add()
  }
  return (
    <div class={styles['people']}>
      <label for={id} class={styles['fieldName']}>{words.sharing.people}</label>
      <Show when={props.people.length > 0} fallback={<p class={styles['soft']}>{words.sharing.noPeople}</p>}>
        <Chips class={styles['chips']} label={words.sharing.people} texts={props.people} removeLabel={words.sharing.removePerson} onRemove={remove} />
      </Show>
      <div class={styles['fieldRow']}>
        <input
          ref={element => { input = element }} id={id} class={styles['input']} type="text" inputmode="email" autocomplete="off" autocapitalize="none" spellcheck={false} placeholder="name@example.com"
          value={typed()} aria-invalid={problem() ? true : undefined} aria-describedby={`${id}-note`}
          onInput={event => { setTyped(event.currentTarget.value); setProblem(undefined) }} onKeyDown={press} onBlur={add}
        />
        <Button onClick={add}>{words.sharing.addPerson}</Button>
      </div>
      <p id={`${id}-note`} class={problem() ? styles['error'] : styles['soft']}>{problem() ?? words.sharing.peopleHint}</p>
      <span class="visually-hidden" role="status">{problem() ?? said()}</span>
    </div>
  )
}
