import { createEffect, createSignal, on, onCleanup, type Accessor } from 'solid-js'
import { messageOf } from '../api/api-error.ts'
import { useServices } from '../shell/services.tsx'
import { showToast } from '../ui/toast.tsx'

/** The logo's picture as an address of this page, given back when another takes its place. */
export function createLogoUrl(address: Accessor<string | null>): Accessor<string | null> {
  const { api } = useServices()
  const [url, setUrl] = createSignal<string | null>(null)
  createEffect(on(address, now => {
    if (now === null) return void setUrl(null)
    const leaving = new AbortController()
    let made: string | null = null
    api.readLogo(now, leaving.signal).then(picture => {
      if (leaving.signal.aborted) return
      made = URL.createObjectURL(picture)
      setUrl(made)
    }).catch((thrown: unknown) => { if (!leaving.signal.aborted) showToast(messageOf(thrown), 'danger') })
    onCleanup(() => {
      leaving.abort()
      if (made !== null) URL.revokeObjectURL(made)
    })
  }))
  return url
}
