import { createSignal, createUniqueId, Show } from 'solid-js'
import { Button } from '../ui/button.tsx'
import { Chips } from '../ui/chips.tsx'
import styles from './new-meetings.module.css'
import { words } from '../words/words.ts'
import { readDomains } from './read-domains.ts'

const mostDomains = 50

interface DomainsFieldProps {
  domains: string[]
  onChange: (domains: string[]) => void
  /** What stands in the field and is not added yet: the form that is sent takes it along. */
  typed: string
  onType: (typed: string) => void
  problem: string | undefined
}

/** Mail domains as chips, and a field that takes one or many; of an address its domain. What is none stays in the field. */
export function DomainsField(props: DomainsFieldProps) {
  const said = words.automation.webhook
  let input!: HTMLInputElement
  const id = createUniqueId()
  const [own, setProblem] = createSignal<string>()
  // The form may empty the field.
  const problem = () => props.typed === '' ? undefined : own() ?? props.problem
  const [news, setNews] = createSignal('')
  const add = (): void => {
    const { domains, rest } = readDomains(props.typed)
    const fresh = domains.filter(domain => !props.domains.includes(domain))
    if (props.domains.length + fresh.length > mostDomains) return void setProblem(said.tooMany(mostDomains))
    props.onType(rest)
    setProblem(rest === '' ? undefined : said.notADomain(rest))
    if (fresh.length === 0) return
    setNews(said.domainAdded(fresh.join(', ')))
    props.onChange([...props.domains, ...fresh])
  }
  const remove = (domain: string): void => {
    setNews(said.domainRemoved(domain))
    props.onChange(props.domains.filter(one => one !== domain))
    input.focus()
  }
  const press = (event: KeyboardEvent): void => {
    if (event.isComposing || !['Enter', ',', ';', ' '].includes(event.key)) return
    // An empty field leaves Enter to the form.
    if (event.key === 'Enter' && props.typed.trim() === '') return
    event.preventDefault()
    add()
  }
  return (
    <div class={styles['setting']}>
      <label for={id} class={styles['fieldName']}>{said.domains}</label>
      <Show when={props.domains.length > 0}>
        <Chips label={said.domains} texts={props.domains} removeLabel={said.removeDomain} onRemove={remove} />
      </Show>
      <div class={styles['fieldRow']}>
        <input
          ref={element => { input = element }} id={id} class={styles['input']} type="text" inputmode="url" autocomplete="off" autocapitalize="none" spellcheck={false} placeholder={said.domainPlaceholder}
          value={props.typed} aria-invalid={problem() ? true : undefined} aria-describedby={`${id}-note`}
          onInput={event => { props.onType(event.currentTarget.value); setProblem(undefined) }} onKeyDown={press}
        />
        <Button onClick={add}>{said.addDomain}</Button>
      </div>
      <p id={`${id}-note`} class={problem() ? styles['error'] : styles['soft']}>{problem() ?? said.domainsHint}</p>
      <span class="visually-hidden" role="status">{problem() ?? news()}</span>
    </div>
  )
}
