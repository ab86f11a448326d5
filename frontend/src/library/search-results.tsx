import type { RecordingSummary } from '@f2l/common/contracts/api.ts'
import type { SearchAnswer, SearchHit } from '@f2l/common/contracts/library.ts'
import { A } from '@solidjs/router'
import { For, Show } from 'solid-js'
import { day } from '../format/date.ts'
import { clock, spokenClock } from '../format/duration.ts'
import { Icon } from '../ui/icon.tsx'
import { locale, words } from '../words/words.ts'
import { LengthChange, StateBadge } from './recording-facts.tsx'
import styles from './search-results.module.css'
import { TagList } from './tag-list.tsx'

export interface FoundRecording { recording: RecordingSummary; found: SearchAnswer['items'][number] }

/** What was found: each recording with the sentences in which the words stand, each a way to that second. */
export default function SearchResults(props: { items: FoundRecording[] }) {
  return (
    <ol role="list" class={styles['list']} aria-label={words.librarySearch.results}>
      <For each={props.items}>{item => <Result recording={item.recording} found={item.found} />}</For>
    </ol>
  )
}

function Result(props: FoundRecording) {
  return (
    <li class={styles['result']}>
      <span class={styles['picture']} aria-hidden="true">
        <Show when={props.recording.posterUrl} fallback={<Icon name="film" size={28} />}>{url => <img src={url()} alt="" loading="lazy" width="320" height="180" />}</Show>
      </span>
      <div class={styles['words']}>
        <h2 class={styles['title']}><A href={`/recordings/${props.recording.id}`}>{props.recording.title}</A></h2>
        <p class={styles['facts']}>
          <Show when={props.recording.state !== 'ready'}><StateBadge state={props.recording.state} /></Show>
          <LengthChange recording={props.recording} />
          <span>{day(props.recording.recordedAt ?? props.recording.createdAt, locale)}</span>
        </p>
        <TagList tags={props.recording.tags} />
        <Show when={props.found.hits.length > 0}>
          <ul role="list" class={styles['hits']}><For each={props.found.hits}>{hit => <li><Hit hit={hit} hasVideo={props.recording.shareToken !== null} /></li>}</For></ul>
        </Show>
        <Show when={props.found.moreHits > 0}><p class={styles['more']}>{words.librarySearch.more(props.found.moreHits)}</p></Show>
      </div>
    </li>
  )
}

/** Without a video nothing is cut away yet. */
function Hit(props: { hit: SearchHit; hasVideo: boolean }) {
  const href = () => `/recordings/${props.hit.recordingId}${props.hit.at === null ? '' : `?t=${Math.floor(props.hit.at)}`}`
  return (
    <A class={styles['hit']} href={href()}>
      <span class={styles['time']}>
        <Show when={props.hit.at !== null} fallback={<Show when={props.hasVideo}><span title={words.librarySearch.cutAway}><Icon name="scissors" size={16} /><span class="visually-hidden">{words.librarySearch.cutAway}</span></span></Show>}>
          <span aria-hidden="true">{clock(props.hit.at!)}</span>
          <span class="visually-hidden">{words.librarySearch.at(spokenClock(props.hit.at!, locale))}</span>
        </Show>
      </span>
      <span class={styles['text']} dir="auto">
        <Show when={props.hit.speaker}>{name => <strong class={styles['speaker']}>{words.librarySearch.says(name())} </strong>}</Show>
        <For each={props.hit.parts}>{part => part.isHit ? <mark>{part.text}</mark> : part.text}</For>
      </span>
    </A>
  )
}
