import { recordingEdit, type RecordingEdit } from '@f2l/common/contracts/api.ts'
import { z } from 'zod'
import { isChanged, rebased } from './edit-changes.ts'

const stored = z.object({ since: recordingEdit, edit: z.unknown() })

/** `back`: a draft of an earlier visit. `partly`: what was saved elsewhere meanwhile took the place of some of it. */
export interface KeptDraft { edit: RecordingEdit; news: 'back' | 'partly' | null }

/** What was changed and not saved before this page was left, on what is saved now. */
export function readKeptDraft(recordingId: string, saved: RecordingEdit): KeptDraft {
  const text = inStorage(storage => storage.getItem(nameOf(recordingId))) ?? null
  const kept = text === null ? undefined : stored.safeParse(parsedOrNull(text)).data
  const draft = kept && recordingEdit.safeParse(complete(kept.edit, kept.since)).data
  if (!kept || !draft) return { edit: saved, news: null }
  const { edit, lost } = rebased(draft, kept.since, saved)
  return { edit, news: lost.length > 0 ? 'partly' : isChanged(edit, saved) ? 'back' : null }
}

export function keepDraft(recordingId: string, draft: RecordingEdit, saved: RecordingEdit): void {
  inStorage(storage => {
    if (isChanged(draft, saved)) storage.setItem(nameOf(recordingId), JSON.stringify({ since: saved, edit: draft }))
    else storage.removeItem(nameOf(recordingId))
  })
}

/** A field that was just emptied must not cost the rest. */
function complete(edit: unknown, { title }: RecordingEdit): unknown {
  if (typeof edit !== 'object' || edit === null) return edit
  const { title: typed, chapters } = edit as { title?: unknown; chapters?: unknown }
  return {
    ...edit, title: typeof typed === 'string' && typed.trim() !== '' ? typed : title,
    ...(Array.isArray(chapters) ? { chapters: chapters.filter((one: { title?: unknown }) => typeof one?.title === 'string' && one.title.trim() !== '') } : {}),
  }
}

function nameOf(recordingId: string): string {
  return `f2l.editor.${recordingId}`
}

/** Where storage is forbidden or full a draft lasts as long as its page. Not with the share page's own, which would become two files for it. */
function inStorage<T>(work: (storage: Storage) => T): T | undefined {
  try {
    return work(globalThis.localStorage)
  } catch (cause) {
    if (cause instanceof DOMException) return undefined
    throw cause
  }
}

/** Storage may hold anything. */
function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
