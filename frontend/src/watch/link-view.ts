import type { SharePage } from '@f2l/common/contracts/api.ts'
import type { ShutReason } from '@f2l/common/contracts/shut-reasons.ts'
import type { Accessor } from 'solid-js'
import { isServerAway } from '../api/api-error.ts'
import { createComeBack } from '../api/come-back.ts'
import { createDraft, type DraftView } from './draft.ts'
import { createSharedPage } from './shared-page.ts'

export interface LinkView {
  draft: DraftView
  /** The page of the finished video. */
  finished: Accessor<SharePage | null>
  /** What there is to watch: the finished video, or its source while it is being made. */
  shown: Accessor<SharePage | null>
  shut: Accessor<ShutReason | null>
  /** Why nothing is known of the link. */
  failure: Accessor<unknown>
  isAway: Accessor<boolean>
  readAgain: () => void
}

/** What lies behind a link, followed from the first cut to the finished video, and through a server that is away for a while. */
export function createLinkView(token: Accessor<string>, options: { isEmbed?: boolean } = {}): LinkView {
  const { page, shut, readAgain } = createSharedPage(token, options)
  const draft = createDraft(() => shut() === 'not_found' ? token() : null)
  const finished = (): SharePage | null => (page.error ? draft.finished() : page()) ?? null
  const failure = (): unknown => page.error as unknown
  const isAway = (): boolean => isServerAway(failure())
  createComeBack(isAway, readAgain)
  return { draft, finished, shown: () => finished() ?? draft.watchable()?.page ?? null, shut, failure, isAway, readAgain }
}
