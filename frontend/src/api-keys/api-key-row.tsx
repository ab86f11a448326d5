import type { ApiKeyView } from '@f2l/common/contracts/api-keys.ts'
import { For, Show } from 'solid-js'
import { ago, day } from '../format/date.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { automation } from '../words/en-automation.ts'
import { locale } from '../words/words.ts'
import styles from './api-keys.module.css'

export function ApiKeyRow(props: { item: ApiKeyView; onEnd: () => void }) {
  const words = automation.apiKeys
  const hasExpired = () => props.item.expiresAt !== null && Date.parse(props.item.expiresAt) <= Date.now()
  const facts = () => [
    words.made(day(props.item.createdAt, locale)),
    props.item.lastUsedAt === null ? words.neverUsed : words.lastUsed(ago(props.item.lastUsedAt, Date.now(), locale)),
    ...props.item.expiresAt === null || hasExpired() ? [] : [words.expires(day(props.item.expiresAt, locale))],
  ].join(' · ')
  return (
    <li class={styles['key']}>
      <div class={styles['about']}>
        <p class={styles['name']}>
          <span>{props.item.name}</span>
          <For each={props.item.scopes}>{scope => <Badge tone="accent">{words.scopeNames[scope]}</Badge>}</For>
          <Show when={hasExpired()}><Badge tone="warn">{words.expired}</Badge></Show>
        </p>
        <p class={styles['soft']}>f2l_… {words.endsWith(props.item.lastFour)}</p>
        <p class={styles['soft']}>{facts()}</p>
      </div>
      <Button size="s" aria-label={words.endOf(props.item.name)} onClick={() => props.onEnd()}>{words.end}</Button>
    </li>
  )
}
