import { For, Match, Switch, type JSX } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { parseTimeParam } from '../format/time-param.ts'
import { parseMarkdown, withHeadingsFrom, type Block, type Inline, type ListItem } from './markdown.ts'
import styles from './markdown.module.css'

/** A summary as elements, under a heading of the second level. Links with `?t=` seek instead of leaving. */
export function MarkdownView(props: { source: string; onSeek: (seconds: number) => void }) {
  return <div class={styles['markdown']}>{drawBlocks(withHeadingsFrom(3, parseMarkdown(props.source)), seconds => props.onSeek(seconds))}</div>
}

type Seek = (seconds: number) => void

// A parsed summary never changes, so these are plain functions from data to elements, not components.

function drawBlocks(blocks: Block[], onSeek: Seek): JSX.Element {
  return <For each={blocks}>{block => drawBlock(block, onSeek)}</For>
}

function drawBlock(block: Block, onSeek: Seek): JSX.Element {
  switch (block.kind) {
    case 'heading': return <Dynamic component={`h${block.level}`}>{drawInlines(block.children, onSeek)}</Dynamic>
    case 'paragraph': return <p>{drawInlines(block.children, onSeek)}</p>
    case 'list': return <Dynamic component={block.isOrdered ? 'ol' : 'ul'}><For each={block.items}>{item => drawItem(item, onSeek)}</For></Dynamic>
    case 'quote': return <blockquote>{drawBlocks(block.blocks, onSeek)}</blockquote>
    case 'code': return <pre><code>{block.text}</code></pre>
    case 'rule': return <hr />
  }
}

function drawItem(item: ListItem, onSeek: Seek): JSX.Element {
  return <li>{drawInlines(item.children, onSeek)}{drawBlocks(item.blocks, onSeek)}</li>
}

function drawInlines(inlines: Inline[], onSeek: Seek): JSX.Element {
  return <For each={inlines}>{inline => drawInline(inline, onSeek)}</For>
}

function drawInline(inline: Inline, onSeek: Seek): JSX.Element {
  switch (inline.kind) {
    case 'text': return inline.text
    case 'code': return <code>{inline.text}</code>
    case 'strong': return <strong>{drawInlines(inline.children, onSeek)}</strong>
    case 'emphasis': return <em>{drawInlines(inline.children, onSeek)}</em>
    case 'link': return <Link href={inline.href} onSeek={onSeek}>{drawInlines(inline.children, onSeek)}</Link>
  }
}

function Link(props: { href: string; onSeek: Seek; children: JSX.Element }) {
  const seconds = () => props.href.startsWith('?') ? parseTimeParam(new URLSearchParams(props.href).get('t')) : null
  const seek = (event: MouseEvent): void => {
    if (seconds() === null || event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    props.onSeek(seconds()!)
  }
  return (
    <Switch fallback={<a href={props.href} rel="external noopener noreferrer nofollow ugc" target="_blank">{props.children}</a>}>
      <Match when={seconds() !== null}><a href={props.href} rel="external" onClick={seek}>{props.children}</a></Match>
    </Switch>
  )
}
