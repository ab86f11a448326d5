import { For } from 'solid-js'
import { setPageTitle } from '../shell/page-title.ts'
import { ButtonLink } from '../ui/button.tsx'
import { words } from '../words/words.ts'
import { WelcomePicture } from './welcome-picture.tsx'
import styles from './welcome.module.css'

export function Welcome() {
  setPageTitle(() => '')
  return (
    <div class={styles['welcome']}>
      <div class={styles['hero']}>
        <div class={styles['words']}>
          <h1>{words.welcome.headline}</h1>
          <p>{words.welcome.text}</p>
          <div class={styles['actions']}>
            <ButtonLink look="primary" href="/register">{words.account.register}</ButtonLink>
            <ButtonLink href="/login">{words.account.logIn}</ButtonLink>
          </div>
          <p>{words.welcome.sample}</p>
        </div>
        <WelcomePicture />
      </div>
      <ol role="list" class={styles['steps']}>
        <For each={words.welcome.steps}>
          {(step, index) => (
            <li>
              <span class={styles['number']} aria-hidden="true">{index() + 1}</span>
              <h2>{step.title}</h2>
              <p>{step.text}</p>
            </li>
          )}
        </For>
      </ol>
    </div>
  )
}
