import type { ShareDraft, SharePage } from '@f2l/common/contracts/api.ts'
import { batch, createEffect, createSignal, on, onCleanup, untrack, type Accessor } from 'solid-js'
import { isNotFound } from '../api/api-error.ts'
import { readSharePage } from '../api/read-share-page.ts'
import type { SkipList } from './skip-list.ts'

/** A video that is being made: how far it is, and what of it can be watched already. */
export interface WatchableDraft { progress: ShareDraft; page: SharePage; skips: SkipList; /** The caption lines at an output second. */ captionsAt: (seconds: number) => string[] }

export interface DraftView {
  /** It was not answered yet whether there is one. */
  isAsked: Accessor<boolean>
  now: Accessor<(ShareDraft & { isUnplayable: boolean }) | null>
  watchable: Accessor<WatchableDraft | null>
  /** The page of the video that has become ready meanwhile. */
  finished: Accessor<SharePage | null>
  /** The source could not be played: unless that is because the video has taken its place, this browser cannot play it. */
  giveUp: () => void
}

/** Follows the link while its video is being made, up to the finished page. `token`: null while there is nothing to follow. */
export function createDraft(token: Accessor<string | null>): DraftView {
  const [finished, setFinished] = createSignal<SharePage | null>(null)
  const [isAsked, setIsAsked] = createSignal(true)
  const [progress, setProgress] = createSignal<ShareDraft | null>(null)
  const [content, setContent] = createSignal<Omit<WatchableDraft, 'progress'> | null>(null)
  const [isUnplayable, setIsUnplayable] = createSignal(false)
  const forget = (): void => { batch(() => { setProgress(null); setContent(null); setIsAsked(false) }) }
  createEffect(on(token, now => {
    batch(() => { forget(); setFinished(null); setIsUnplayable(false); setIsAsked(true) })
    if (now === null) return
    const end = new AbortController()
    onCleanup(() => end.abort())
    void followDraft(now, end.signal, {
      isKnown: () => content() !== null || isUnplayable(),
      tell: (told, found) => { batch(() => { setProgress(told); if (found) setContent(found); setIsAsked(false) }) },
      finish: page => { batch(() => { setFinished(page); forget() }) }, forget,
    })
  }))
  return {
    isAsked: () => token() !== null && isAsked(),
    now: () => { const told = progress(); return told && { ...told, isUnplayable: isUnplayable() } },
    watchable: () => { const [told, found] = [progress(), content()]; return told && found && !isUnplayable() ? { ...found, progress: told } : null },
    finished, giveUp: () => {
      const now = untrack(token)
      if (now !== null) void isStillMade(now).then(isMade => { if (isMade && token() === now) setIsUnplayable(true) })
    },
  }
}

interface Followed {
  isKnown: () => boolean
  tell: (told: ShareDraft, found: Omit<WatchableDraft, 'progress'> | null) => void
  finish: (page: SharePage) => void
  forget: () => void
}

async function followDraft(token: string, signal: AbortSignal, { isKnown, tell, finish, forget }: Followed): Promise<void> {
  const { readShareDraft } = await import('../api/read-share-draft.ts')
  while (!signal.aborted) {
    try {
      const told = await readShareDraft(token, isKnown())
      const page = told.state === 'ready' ? await readSharePage(token) : null
      const found = page ? null : await contentOf(told)
      if (signal.aborted) return
      if (page) return finish(page)
      tell(told, found)
      await pause(pauseOf(told), signal)
    } catch (error) {
      if (signal.aborted) return
      if (isNotFound(error)) return forget()
      // Offline, or a server that restarts: what is there stays, and it is asked again.
      await pause(retrySeconds, signal)
    }
  }
}

/** Where it cannot be asked, the one who follows the link finds out. */
async function isStillMade(token: string): Promise<boolean> {
  const { readShareDraft } = await import('../api/read-share-draft.ts')
  return readShareDraft(token, true).then(({ state }) => state !== 'ready', () => false)
}

async function contentOf({ page, timeMap }: ShareDraft): Promise<Omit<WatchableDraft, 'progress'> | null> {
  if (!page || !timeMap) return null
  const [{ makeSkipList }, { makeDraftCaptions }] = await Promise.all([import('./skip-list.ts'), import('./draft-captions.ts')])
  return { page, skips: makeSkipList(timeMap), captionsAt: makeDraftCaptions(page.cues) }
}

const retrySeconds = 5

/** Often where something is about to happen, seldom where nothing will. */
function pauseOf({ state, secondsLeft }: ShareDraft): number {
  if (state !== 'queued' && state !== 'processing') return 30
  return secondsLeft !== null && secondsLeft < 60 ? 2 : 5
}

function pause(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise(done => {
    const timer = setTimeout(done, seconds * 1000)
    signal.addEventListener('abort', () => { clearTimeout(timer); done() }, { once: true })
  })
}
