import type { shareRulesBody, ShareRulesView } from '@f2l/common/contracts/sharing.ts'
import { batch, createSignal, type Accessor } from 'solid-js'
import type { z } from 'zod'
import { messageOf } from '../api/api-error.ts'
import type { Api } from '../api/api.ts'

export type RulesChange = z.input<typeof shareRulesBody>

export interface SavedRules {
  /** As they will be when everything on its way is saved; null before they are read. */
  rules: Accessor<ShareRulesView | null>
  loadError: Accessor<unknown>
  load: () => Promise<void>
  isSaving: Accessor<boolean>
  wasSaved: Accessor<boolean>
  /** Why the last change was taken back. */
  error: Accessor<string | null>
  /** Shown at once; true when the server took it. What it refuses is as it was before. */
  change: (change: RulesChange) => Promise<boolean>
  /** @throws ApiError */
  renew: () => Promise<void>
}

type RulesApi = Pick<Api, 'readShareRules' | 'changeShareRules' | 'renewShareLink'>

export function createSavedRules(api: RulesApi, id: string): SavedRules {
  const [saved, setSaved] = createSignal<ShareRulesView | null>(null)
  const [onTheirWay, setOnTheirWay] = createSignal<RulesChange[]>([])
  const [loadError, setLoadError] = createSignal<unknown>(null)
  const [error, setError] = createSignal<string | null>(null)
  const [wasSaved, setWasSaved] = createSignal(false)
  const rules = (): ShareRulesView | null => onTheirWay().reduce((shown, change) => shown && withChange(shown, change), saved())
  // One after the other: two changes that overtake each other would leave the older one.
  let line: Promise<unknown> = Promise.resolve()
  const send = async (change: RulesChange): Promise<boolean> => {
    const [answer, thrown] = await api.changeShareRules(id, change).then(view => [view, null] as const, (reason: unknown) => [null, reason] as const)
    batch(() => {
      setOnTheirWay(all => all.filter(one => one !== change))
      if (answer) setSaved(answer)
      else setError(messageOf(thrown))
      setWasSaved(answer !== null)
    })
    return answer !== null
  }
  return {
    rules, loadError, error, wasSaved,
    isSaving: () => onTheirWay().length > 0,
    async load() {
      setLoadError(null)
      await api.readShareRules(id).then(view => setSaved(view), (thrown: unknown) => setLoadError(thrown))
    },
    change(change) {
      setError(null)
      setOnTheirWay(all => [...all, change])
      const done = line.then(() => send(change))
      line = done
      return done
    },
    renew: async () => void setSaved(await api.renewShareLink(id)),
  }
}

function withChange(rules: ShareRulesView, { password, ...change }: RulesChange): ShareRulesView {
  return { ...rules, ...change, ...(password === undefined ? {} : { hasPassword: password !== null }) }
}
