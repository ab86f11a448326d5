import { useNavigate } from '@solidjs/router'
import { createSignal, For } from 'solid-js'
import { messageOf } from '../api/api-error.ts'
import { useServices } from '../shell/services.tsx'
import { Button } from '../ui/button.tsx'
import { showToast } from '../ui/toast.tsx'
import { words } from '../words/words.ts'
import styles from './first-run.module.css'

/** What an empty library says: what will be here, and a meeting of ours to see it with, in one click. */
export default function FirstRun() {
  return (
    <section class={styles['offer']} aria-labelledby="first-run">
      <div class={styles['words']}>
        <h2 id="first-run">{words.firstRun.title}</h2>
        <p>{words.firstRun.text}</p>
        <div><SampleButton /></div>
        <p class={styles['soft']}>{words.firstRun.facts}</p>
      </div>
      <ul role="list" class={styles['gets']}>
        <For each={words.firstRun.gets}>{get => <li><strong>{get.title}</strong><span>{get.text}</span></li>}</For>
      </ul>
    </section>
  )
}

function SampleButton() {
  const { api } = useServices()
  const navigate = useNavigate()
  const [isBusy, setIsBusy] = createSignal(false)
  const begin = async (): Promise<void> => {
    setIsBusy(true)
    await api.addSample().then(({ recording }) => navigate(`/sample/${recording.id}`), (thrown: unknown) => showToast(messageOf(thrown), 'danger'))
    setIsBusy(false)
  }
  return <Button look="primary" icon="play" isBusy={isBusy()} onClick={() => void begin()}>{words.firstRun.begin}</Button>
}
