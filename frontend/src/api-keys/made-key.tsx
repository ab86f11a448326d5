import { createUniqueId, onMount } from 'solid-js'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import settings from '../settings/settings.module.css'
import styles from './api-keys.module.css'
import { exampleOf, type Made } from './key-example.ts'
import { words } from '../words/words.ts'

/** The one place that ever shows a key. */
export function MadeKey(props: { made: Made; onDone: () => void }) {
  const said = words.automation.apiKeys
  const id = createUniqueId()
  let field!: HTMLInputElement
  onMount(() => {
    field.focus()
    field.select()
  })
  const example = () => exampleOf(props.made, location.origin)
  return (
    <Card class={styles['made']}>
      <div role="status">
        <h2>{said.madeTitle(props.made.item.name)}</h2>
        <p class={settings['soft']}>{said.onlyOnce}</p>
      </div>
      <div class={styles['shown']}>
        <label for={`${id}-key`}>{said.key}</label>
        <div class={styles['line']}>
          <input ref={element => { field = element }} id={`${id}-key`} class={styles['value']} readonly spellcheck={false} autocomplete="off" value={props.made.key} onFocus={event => event.currentTarget.select()} />
          <CopyButton text={() => props.made.key} label={said.copyKey} icon="copy" look="primary" />
        </div>
      </div>
      <div class={styles['shown']}>
        <p id={`${id}-try`}>{said.try}</p>
        <pre class={styles['example']} tabindex="0" aria-labelledby={`${id}-try`}>{example()}</pre>
        <div><CopyButton text={example} label={said.copyExample} icon="copy" size="s" /></div>
      </div>
      <div><Button onClick={() => props.onDone()}>{said.done}</Button></div>
    </Card>
  )
}
