import { createSignal, type Accessor } from 'solid-js'
import { createComeBack, isServerThere } from '../api/come-back.ts'
import type { Playback } from './playback.ts'

/** A video that broke off because the server was away goes on by itself once it is back. @returns whether that is why */
export function createMediaReturn(playback: Playback): Accessor<boolean> {
  const [isAway, setIsAway] = createSignal(false)
  createComeBack(() => playback.state.hasFailed, () => void isServerThere().then(isThere => {
    // One that fails while the server is there would only fail again.
    if (isThere && isAway()) playback.retry()
    setIsAway(!isThere)
  }))
  return isAway
}
