import { createSignal, onCleanup, onMount, type Accessor } from 'solid-js'
import type { Playback } from './playback.ts'

/**
 * The caption lines of this moment. The browser reads the track, the page draws it, so that
 * the lines make room for the controls. A phone's own full-screen player draws them itself.
 */
export function createCaptions(video: () => HTMLVideoElement, playback: () => Playback): Accessor<string[]> {
  const [lines, setLines] = createSignal<string[]>([])
  onMount(() => {
    const end = new AbortController()
    onCleanup(() => end.abort())
    const { textTracks } = video()
    const take = (track: TextTrack | null): void => {
      if (!track) return
      track.mode = 'hidden'
      track.addEventListener('cuechange', () => setLines(linesOf(track)), { signal: end.signal })
    }
    take(textTracks[0] ?? null)
    textTracks.addEventListener('addtrack', event => take(event.track), { signal: end.signal })
    const setMode = (mode: TextTrackMode): void => { for (const track of textTracks) track.mode = mode }
    video().addEventListener('webkitbeginfullscreen', () => { if (playback().state.showsCaptions) setMode('showing') }, { signal: end.signal })
    video().addEventListener('webkitendfullscreen', () => setMode('hidden'), { signal: end.signal })
  })
  return lines
}

function linesOf(track: TextTrack): string[] {
  return [...track.activeCues ?? []].flatMap(cue => plainText(cue).split('\n')).map(line => line.trim()).filter(line => line !== '')
}

/** Cue text without its markup; the browser's own cue parser does it. */
function plainText(cue: TextTrackCue): string {
  return cue instanceof VTTCue ? cue.getCueAsHTML().textContent ?? '' : ''
}
