import { createMemo, createResource, Show } from 'solid-js'
import { cueIndexAt } from './cues.ts'
import { parseStoryboard, type Tile } from './storyboard.ts'
import styles from './timeline.module.css'

/** The picture of a place on the timeline. It is read when somebody first looks for a place; where it cannot be had there is none. */
export default function Thumbnail(props: { url: string; seconds: number }) {
  const [tiles] = createResource(() => props.url, readTiles)
  const tile = createMemo(() => {
    const all = tiles.state === 'ready' ? tiles() : []
    return all[Math.max(0, cueIndexAt(all, props.seconds))]
  })
  return (
    <Show when={tile()}>
      {shown => <span class={styles['thumbnail']} style={{ 'width': `${shown().width}px`, 'height': `${shown().height}px`, 'background-image': `url("${shown().url}")`, 'background-position': `-${shown().x}px -${shown().y}px` }} />}
    </Show>
  )
}

async function readTiles(url: string): Promise<Tile[]> {
  const response = await fetch(url).catch(() => null)
  return response?.ok ? parseStoryboard(await response.text(), response.url) : []
}
