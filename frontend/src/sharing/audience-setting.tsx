import type { ShareAudience, ShareRulesView } from '@f2l/common/contracts/sharing.ts'
import { createUniqueId, For, Show } from 'solid-js'
import { useMe } from '../shell/services.tsx'
import { Notice } from '../ui/notice.tsx'
import { words } from '../words/words.ts'
import { PeopleField } from './people-field.tsx'
import type { SavedRules } from './saved-rules.ts'
import styles from './sharing.module.css'

const audiences: ShareAudience[] = ['link', 'people', 'owner']

export function AudienceSetting(props: { rules: ShareRulesView; change: SavedRules['change'] }) {
  const me = useMe()
  const name = createUniqueId()
  return (
    <fieldset class={styles['setting']}>
      <legend>{words.sharing.audience}</legend>
      <div class={styles['choices']}>
        <For each={audiences}>
          {audience => (
            <label class={styles['choice']}>
              <input type="radio" name={name} aria-labelledby={`${name}-${audience}`} aria-describedby={`${name}-${audience}-text`} checked={props.rules.audience === audience} onChange={() => void props.change({ audience })} />
              <span>
                <span id={`${name}-${audience}`} class={styles['choiceName']}>{words.sharing.audiences[audience][0]}</span>
                <span id={`${name}-${audience}-text`} class={styles['soft']}>{words.sharing.audiences[audience][1]}</span>
              </span>
            </label>
          )}
        </For>
      </div>
      <Show when={props.rules.audience === 'people'}>
        <PeopleField people={props.rules.people} onChange={people => void props.change({ people })} />
        <Show when={me()?.mailGoesToOutbox}><Notice tone="warn">{words.sharing.anybodyConfirms}</Notice></Show>
      </Show>
    </fieldset>
  )
}
