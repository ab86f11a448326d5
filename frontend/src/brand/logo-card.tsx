import type { BrandView } from '@f2l/common/contracts/brand.ts'
import { createSignal, Show } from 'solid-js'
import { messageOf } from '../api/api-error.ts'
import { useServices } from '../shell/services.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { Notice } from '../ui/notice.tsx'
import { CheckField } from '../ui/text-field.tsx'
import { showToast } from '../ui/toast.tsx'
import settings from '../settings/settings.module.css'
import styles from './brand.module.css'
import { logoPicture } from './logo-picture.ts'
import { words } from '../words/words.ts'

interface LogoProps { hasLogo: boolean; url: string | null; isOn: boolean; onSwitch: (isOn: boolean) => void; onChanged: () => Promise<void> }

export function LogoCard(props: LogoProps) {
  const { api } = useServices()
  const [isBusy, setIsBusy] = createSignal(false)
  const [problem, setProblem] = createSignal<string | null>(null)
  let input: HTMLInputElement | undefined
  const run = async (work: () => Promise<BrandView | string>, done: string): Promise<void> => {
    setIsBusy(true)
    setProblem(null)
    const answer = await work().catch(messageOf)
    if (typeof answer === 'string') setProblem(answer)
    else {
      await props.onChanged()
      showToast(done)
    }
    setIsBusy(false)
  }
  const choose = (file: File | undefined): void => {
    if (file) void run(async () => {
      const picture = await logoPicture(file)
      return typeof picture === 'string' ? words.brand[picture] : api.setLogo(picture)
    }, words.brand.logoSaved)
    // The same file may be chosen again.
    if (input) input.value = ''
  }
  return (
    <Card>
      <h2>{words.brand.logo}</h2>
      <p class={settings['soft']}>{words.brand.logoText}</p>
      <div class={styles['logo']}>
        <Show when={props.url}>{url => <img class={styles['picture']} src={url()} alt={words.brand.yourLogo} />}</Show>
        <div class={settings['actions']}>
          <input ref={element => { input = element }} class="visually-hidden" type="file" tabindex="-1" aria-hidden="true" accept="image/png,image/jpeg,image/webp" onChange={event => choose(event.currentTarget.files?.[0])} />
          <Button icon="upload" isBusy={isBusy()} onClick={() => input?.click()}>{props.hasLogo ? words.brand.replaceLogo : words.brand.chooseLogo}</Button>
          <Show when={props.hasLogo}><Button look="quiet" icon="trash" disabled={isBusy()} onClick={() => void run(() => api.removeLogo(), words.brand.logoRemoved)}>{words.brand.removeLogo}</Button></Show>
        </div>
      </div>
      <Show when={problem()}>{message => <Notice tone="danger">{message()}</Notice>}</Show>
      <Show when={props.hasLogo}><CheckField label={words.brand.logoIsOn} isChecked={props.isOn} onChange={isOn => props.onSwitch(isOn)} /></Show>
    </Card>
  )
}
