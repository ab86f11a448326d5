import { For, Show, type JSX } from 'solid-js'
import { clock } from '../format/duration.ts'
import { IconButton } from '../ui/button.tsx'
import { words } from '../words/words.ts'
import type { Fullscreen } from './fullscreen.ts'
import type { Playback } from './playback.ts'
import type { PlayerPage } from './player-page.ts'
import styles from './player.module.css'
import { speeds } from './speeds.ts'
import { Timeline } from './timeline.tsx'

interface ControlProps { page: PlayerPage; playback: Playback; fullscreen: Fullscreen; video: () => HTMLVideoElement; hasCaptions: boolean; marks: number[]; pins?: JSX.Element }

export function PlayerControls(props: ControlProps) {
  const state = () => props.playback.state
  return (
    <div class={styles['controls']}>
      <Timeline playback={props.playback} chapters={props.page.chapters} marks={props.marks} pins={props.pins} storyboardUrl={props.page.storyboardUrl} />
      <div class={styles['buttons']}>
        <IconButton icon={state().isPlaying ? 'pause' : 'play'} label={state().isPlaying ? words.watch.pause : words.watch.play} hint={words.watch.withKey(state().isPlaying ? words.watch.pause : words.watch.play, words.watch.shortcutList[0]![0])} onClick={() => props.playback.toggle()} />
        <Volume playback={props.playback} />
        <span class={styles['time']}>{clock(state().time)} / {clock(state().duration)}</span>
        <span class={styles['gap']} />
        <Speed playback={props.playback} />
        <Show when={props.hasCaptions}>
          <IconButton
            class={state().showsCaptions ? styles['on'] : ''} icon="captions" aria-pressed={state().showsCaptions}
            label={words.watch.captions} hint={words.watch.withKey(state().showsCaptions ? words.watch.captionsOff : words.watch.captionsOn, 'C')} onClick={() => props.playback.toggleCaptions()}
          />
        </Show>
        <PictureInPicture video={props.video} />
        <IconButton
          icon={props.fullscreen.isOn() ? 'shrink' : 'fullscreen'} label={props.fullscreen.isOn() ? words.watch.leaveFullscreen : words.watch.fullscreen}
          hint={words.watch.withKey(words.watch.fullscreen, 'F')} onClick={() => void props.fullscreen.toggle()}
        />
      </div>
    </div>
  )
}

function Volume(props: { playback: Playback }) {
  const state = () => props.playback.state
  const isSilent = () => state().isMuted || state().volume === 0
  return (
    <span class={styles['volume']}>
      <IconButton icon={isSilent() ? 'muted' : 'volume'} label={isSilent() ? words.watch.unmute : words.watch.mute} hint={words.watch.withKey(isSilent() ? words.watch.unmute : words.watch.mute, 'M')} onClick={() => props.playback.toggleMute()} />
      <input
        class={styles['slider']} type="range" min="0" max="1" step="0.05" aria-label={words.watch.volume}
        value={isSilent() ? 0 : state().volume} onInput={event => props.playback.setVolume(event.currentTarget.valueAsNumber)}
      />
    </span>
  )
}

function Speed(props: { playback: Playback }) {
  return (
    <select
      class={styles['speed']} aria-label={words.watch.speed} title={words.watch.withKey(words.watch.speed, '< >')}
      value={String(props.playback.state.rate)} onChange={event => props.playback.setRate(Number(event.currentTarget.value))}
    >
      <For each={speeds}>{speed => <option value={String(speed)} selected={speed === props.playback.state.rate}>{words.watch.speedValue(speed)}</option>}</For>
    </select>
  )
}

function PictureInPicture(props: { video: () => HTMLVideoElement }) {
  const toggle = async (): Promise<void> => {
    if (document.pictureInPictureElement) await document.exitPictureInPicture()
    else await props.video().requestPictureInPicture()
  }
  return (
    <Show when={document.pictureInPictureEnabled}>
      <IconButton class={styles['pip']} icon="pip" label={words.watch.pip} onClick={() => void toggle()} />
    </Show>
  )
}
