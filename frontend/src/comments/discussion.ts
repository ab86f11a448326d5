import type { CommentView, ReactionEmoji, ReactionView } from '@f2l/common/contracts/comments.ts'
import { batch, createMemo, createSignal, type Accessor } from 'solid-js'
import { createStore, reconcile, type SetStoreFunction } from 'solid-js/store'
import { messageOf } from '../api/api-error.ts'
import { clock } from '../format/duration.ts'
import { readRemembered, remember } from '../watch/remembered.ts'
import { words } from '../words/words.ts'
import { makeDiscussionCalls, type DiscussionCalls } from './discussion-calls.ts'
import { pollWhileVisible } from './polling.ts'
import { createUndo, type Undo } from './undo.ts'

/** What was said about a video, kept fresh, and what can be added to it. */
export interface Discussion {
  /** Without what is about to be deleted. */
  comments: Accessor<CommentView[]>
  /** With what is on its way to the server. */
  reactions: Accessor<ReactionView[]>
  isLoaded: Accessor<boolean>
  error: Accessor<unknown>
  /** The video was made again since this page was opened: its times are no longer those of the player. */
  isOld: Accessor<boolean>
  /** Moves on at each reading: "2 minutes ago" does not stand still. */
  now: Accessor<number>
  guestName: Accessor<string>
  setGuestName: (name: string) => void
  read: () => Promise<void>
  /** @throws ApiError */
  say: (said: { text: string; at: number | null; parentId?: CommentView['id'] }) => Promise<CommentView>
  /** @throws ApiError */
  change: (id: CommentView['id'], change: { text?: string; isResolved?: boolean }) => Promise<void>
  remove: (comment: CommentView) => void
  removal: Undo
  /** Why a deletion was taken back. */
  removalFailure: Accessor<string | null>
  react: (emoji: ReactionEmoji, at: number) => void
  reaction: Undo
  /** Why a reaction was taken back. */
  failure: Accessor<string | null>
}

interface Held { comments: CommentView[]; reactions: ReactionView[] }
type Said = ReturnType<typeof createReading> & { calls: DiscussionCalls; inTurn: InTurn }

export function createDiscussion(token: string): Discussion {
  const calls = makeDiscussionCalls(token)
  const reading = createReading(calls)
  const [guestName, setName] = createSignal(readRemembered('guestName') ?? '')
  const [failure, setFailure] = createSignal<string | null>(null)
  const said = { ...reading, calls, inTurn: makeTurns(reading.noteWrite) }
  const named = () => guestName() === '' ? {} : { name: guestName() }
  pollWhileVisible(() => void reading.read())
  return {
    isLoaded: reading.isLoaded, error: reading.error, isOld: reading.isOld, now: reading.now, read: reading.read, guestName, failure,
    setGuestName(name) {
      setName(name)
      remember('guestName', name)
    },
    ...commentWrites(said, named),
    ...reactionWrites(said, named, thrown => setFailure(thrown === null ? null : messageOf(thrown))),
  }
}

/** The list as the server last told it. What was read while something was written may lack it, so it is read again. */
function createReading(calls: DiscussionCalls) {
  const [held, setHeld] = createStore<Held>({ comments: [], reactions: [] })
  const [isLoaded, setIsLoaded] = createSignal(false)
  const [error, setError] = createSignal<unknown>(null)
  const [isOld, setIsOld] = createSignal(false)
  const [now, setNow] = createSignal(Date.now())
  let [tag, edition, writes] = [null as string | null, undefined as string | undefined, 0]
  const take = (answer: NonNullable<Awaited<ReturnType<DiscussionCalls['read']>>>): void => {
    edition ??= answer.edition
    if (edition !== answer.edition) return void setIsOld(true)
    tag = answer.tag
    setHeld('comments', reconcile(answer.comments.map(shownName), { key: 'id' }))
    setHeld('reactions', reconcile(answer.reactions, { key: 'id' }))
  }
  const readOnce = async (): Promise<void> => {
    const before = writes
    const answer = await calls.read(tag)
    if (before !== writes) return readOnce()
    batch(() => {
      if (answer) take(answer)
      setNow(Date.now())
      setIsLoaded(true)
      setError(null)
    })
  }
  const read = (): Promise<void> => isOld() ? Promise.resolve() : readOnce().catch((thrown: unknown) => { if (!isLoaded()) setError(thrown) })
  return { held, setHeld, isLoaded, error, isOld, now, read, edition: () => edition, noteWrite: () => { writes += 1 } }
}

/** Whoever deleted their account left their words without a name. */
function shownName(comment: CommentView): CommentView {
  return comment.name === '' ? { ...comment, name: words.comments.departed } : comment
}

type InTurn = <T>(work: () => Promise<T>) => Promise<T>

/** One after the other: the first write gives a new browser the name by which it is known at the second. */
function makeTurns(onWrite: () => void): InTurn {
  let last: Promise<unknown> = Promise.resolve()
  return work => {
    const mine = last.then(() => {
      onWrite()
      return work().finally(onWrite)
    })
    last = mine.then(() => undefined, () => undefined)
    return mine
  }
}

function commentWrites({ held, setHeld, calls, inTurn, edition }: Said, named: () => { name?: string }) {
  const [failure, setFailure] = createSignal<string | null>(null)
  const [hidden, setHidden] = createSignal<ReadonlySet<string>>(new Set())
  const removal = createUndo()
  const show = (id: string): void => void setHidden(ids => new Set([...ids].filter(one => one !== id)))
  const drop = (id: string): void => setHeld('comments', comments => comments.filter(comment => comment.id !== id && comment.parentId !== id))
  const comments = createMemo(() => held.comments.filter(({ id, parentId }) => !hidden().has(id) && !(parentId !== null && hidden().has(parentId))))
  return {
    comments, removal, removalFailure: failure,
    async say(said: Parameters<Discussion['say']>[0]) {
      const comment = await inTurn(() => calls.say({ ...said, ...editionOf(edition()), ...named() }))
      setHeld('comments', all => all.some(({ id }) => id === comment.id) ? all : [...all, comment])
      return comment
    },
    async change(id: CommentView['id'], change: { text?: string; isResolved?: boolean }) {
      const changed = await inTurn(() => calls.change(id, change))
      setHeld('comments', comment => comment.id === id, changed)
    },
    remove(comment: CommentView) {
      setFailure(null)
      setHidden(ids => new Set(ids).add(comment.id))
      const commit = (): void => void inTurn(() => calls.remove(comment.id)).then(() => drop(comment.id), (thrown: unknown) => setFailure(messageOf(thrown))).finally(() => show(comment.id))
      removal.offer({ label: words.comments.deleted, undo: () => show(comment.id), commit })
    },
  }
}

function reactionWrites({ held, setHeld, calls, inTurn, edition }: Said, named: () => { name?: string }, tell: (thrown: unknown) => void) {
  const [pending, setPending] = createSignal<ReactionView[]>([])
  const reaction = createUndo()
  let made = 0
  const takeBack = (one: ReactionView): Promise<void> => {
    setHeld('reactions', all => all.filter(({ id }) => id !== one.id))
    return inTurn(() => calls.takeBack(one.id)).catch((thrown: unknown) => {
      addReaction(setHeld, one)
      tell(thrown)
    })
  }
  return {
    reaction,
    reactions: createMemo(() => [...held.reactions, ...pending()]),
    react(emoji: ReactionEmoji, at: number) {
      tell(null)
      const mine: ReactionView = { id: `pending-${made += 1}` as ReactionView['id'], emoji, at, name: null, isMine: true }
      const settle = (): void => void setPending(all => all.filter(({ id }) => id !== mine.id))
      setPending(all => [...all, mine])
      const sent = inTurn(() => calls.react({ emoji, at, ...editionOf(edition()), ...named() })).then(told => {
        batch(() => { settle(); addReaction(setHeld, told) })
        return told
      }, (thrown: unknown) => {
        settle()
        reaction.withdraw()
        tell(thrown)
        return null
      })
      reaction.offer({ label: words.comments.reacted(emoji, clock(at)), commit: () => undefined, undo: () => void sent.then(told => told && takeBack(told)) })
    },
  }
}

function addReaction(setHeld: SetStoreFunction<Held>, one: ReactionView): void {
  setHeld('reactions', all => all.some(({ id }) => id === one.id) ? all : [...all, one])
}

function editionOf(edition: string | undefined): { edition?: string } {
  return edition === undefined ? {} : { edition }
}
