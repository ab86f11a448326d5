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

/** The storyboard read last, for the next hover; a video that was made again has another under the same address. */
let last: { url: string; at: number; tiles: Promise<Tile[]> } | null = null
const keptMs = 60_000

function readTiles(url: string): Promise<Tile[]> {
  if (last?.url !== url || performance.now() - last.at > keptMs) last = { url, at: performance.now(), tiles: fetchTiles(url) }
  return last.tiles
}

async function fetchTiles(url: string): Promise<Tile[]> {
  const response = await fetch(url).catch(() => null)
  return response?.ok ? parseStoryboard(await response.text(), response.url) : []
}
