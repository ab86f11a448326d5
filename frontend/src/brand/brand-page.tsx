import type { BrandView } from '@f2l/common/contracts/brand.ts'
import { Match, Show, Switch } from 'solid-js'
import { createLiveQuery } from '../shell/live-query.ts'
import { setPageTitle } from '../shell/page-title.ts'
import { useServices } from '../shell/services.tsx'
import { Button } from '../ui/button.tsx'
import { LoadFailed, Notice } from '../ui/notice.tsx'
import { Skeleton } from '../ui/spinner.tsx'
import { words } from '../words/words.ts'
import settings from '../settings/settings.module.css'
import styles from './brand.module.css'
import { LogoCard } from './logo-card.tsx'
import { createLogoUrl } from './logo-url.ts'
import { createSavedStyle, type SavedStyle } from './saved-style.ts'
import { Sketches } from './sketch.tsx'
import { StyleEditor } from './style-editor.tsx'

export default function BrandPage() {
  setPageTitle(() => words.brand.title)
  const { api } = useServices()
  const query = createLiveQuery(signal => api.readBrand(signal), () => false)
  return (
    <div class={settings['stack']}>
      <div>
        <h1>{words.brand.title}</h1>
        <p class={settings['soft']}>{words.brand.text}</p>
      </div>
      <Switch fallback={<div role="status" aria-label={words.common.loading}><Skeleton kind="picture" /></div>}>
        <Match when={query.data()}>{view => <Brand view={view()} onLogo={() => query.refetch()} />}</Match>
        <Match when={query.error()}>{error => <LoadFailed error={error()} onRetry={() => void query.refetch()} />}</Match>
      </Switch>
    </div>
  )
}

function Brand(props: { view: BrandView; onLogo: () => Promise<void> }) {
  const { api } = useServices()
  // eslint-disable-next-line solid/reactivity -- what is being chosen must not change while somebody chooses
  const saved = createSavedStyle(props.view.style, style => api.changeBrand({ style }))
  const logo = createLogoUrl(() => props.view.logoUrl)
  return (
    <>
      <Sketches style={saved.style()} logo={logo()}><SaveState saved={saved} /></Sketches>
      <Show when={saved.error()}>{message => <Notice tone="danger" title={words.brand.notSaved} action={<Button size="s" icon="retry" onClick={() => saved.retry()}>{words.common.retry}</Button>}>{message()}</Notice>}</Show>
      <StyleEditor style={saved.style()} onChange={part => saved.change(part)} />
      <LogoCard hasLogo={props.view.logoUrl !== null} url={logo()} isOn={saved.style().logo === 'on'} onSwitch={isOn => saved.change({ logo: isOn ? 'on' : 'off' })} onChanged={() => props.onLogo()} />
    </>
  )
}

function SaveState(props: { saved: SavedStyle }) {
  const said = () => ({ untouched: '', saving: words.brand.saving, saved: words.brand.saved, failed: '' })[props.saved.state()]
  return <span class={styles['state']} role="status">{said()}</span>
}
