import type { ExportLink } from '@f2l/common/contracts/account.ts'
import { createSignal, For, Show } from 'solid-js'
import { bytes } from '../format/bytes.ts'
import { setPageTitle } from '../shell/page-title.ts'
import { useServices } from '../shell/services.tsx'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { createForm, Form } from '../ui/form.tsx'
import { Notice } from '../ui/notice.tsx'
import { locale, words } from '../words/words.ts'
import styles from './settings.module.css'

/** The archive is made while it is fetched, so there is nothing to wait for. */
export default function ExportPage() {
  setPageTitle(() => words.settings.export)
  const { api } = useServices()
  const [begun, setBegun] = createSignal<ExportLink | null>(null)
  const form = createForm(async () => {
    const link = await api.linkToExport()
    fetchAsFile(link.url)
    setBegun(link)
  })
  return (
    <div class={styles['stack']}>
      <h1>{words.settings.export}</h1>
      <Card>
        <p>{words.settings.exportText}</p>
        <ul class={styles['points']}><For each={words.settings.exportPoints}>{point => <li>{point}</li>}</For></ul>
        <Form state={form} class={styles['form']}>
          <div><Button type="submit" look="primary" icon="download" isBusy={form.isBusy()}>{words.settings.exportNow}</Button></div>
          <Show when={begun()}>{link => <Notice tone="good">{words.settings.exportBegun(link().recordings, bytes(link().sizeBytes, locale))}</Notice>}</Show>
        </Form>
      </Card>
    </div>
  )
}

/** A link of the page would be kept; this one is good for ten minutes. */
function fetchAsFile(url: string): void {
  const link = document.createElement('a')
  link.href = url
  link.download = ''
  link.click()
}
