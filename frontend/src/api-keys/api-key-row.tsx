import type { ApiKeyView } from '@f2l/common/contracts/api-keys.ts'
import { For, Show } from 'solid-js'
import { ago, day } from '../format/date.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { locale, words } from '../words/words.ts'
import settings from '../settings/settings.module.css'
import styles from './api-keys.module.css'

export function ApiKeyRow(props: { item: ApiKeyView; onEnd: () => void }) {
  const said = words.automation.apiKeys
  const hasExpired = () => props.item.expiresAt !== null && Date.parse(props.item.expiresAt) <= Date.now()
  const facts = () => [
    said.made(day(props.item.createdAt, locale)),
    props.item.lastUsedAt === null ? said.neverUsed : said.lastUsed(ago(props.item.lastUsedAt, Date.now(), locale)),
    ...props.item.expiresAt === null || hasExpired() ? [] : [said.expires(day(props.item.expiresAt, locale))],
  ].join(' · ')
  return (
    <li class={settings['row']}>
      <div class={styles['about']}>
        <p class={styles['name']}>
          <span>{props.item.name}</span>
          <For each={props.item.scopes}>{scope => <Badge tone="accent">{said.scopeNames[scope]}</Badge>}</For>
          <Show when={hasExpired()}><Badge tone="warn">{said.expired}</Badge></Show>
        </p>
        <p class={settings['soft']}>f2l_… {said.endsWith(props.item.lastFour)}</p>
        <p class={settings['soft']}>{facts()}</p>
      </div>
      <Button size="s" aria-label={said.endOf(props.item.name)} onClick={() => props.onEnd()}>{said.end}</Button>
    </li>
  )
}
