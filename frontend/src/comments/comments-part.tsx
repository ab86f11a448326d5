import type { SharePage } from '@f2l/common/contracts/api.ts'
import type { CommentView } from '@f2l/common/contracts/comments.ts'
import { createSignal, onCleanup, type Accessor, type JSX } from 'solid-js'
import type { Playback } from '../watch/playback.ts'
import { CommentsPanel } from './comments-panel.tsx'
import { createDiscussion } from './discussion.ts'
import { ReactionBar } from './reaction-bar.tsx'
import { TimelinePins } from './timeline-pins.tsx'

/** Everything about comments and reactions that comes after the player. */
export interface CommentsPart {
  count: Accessor<number>
  /** The comment that somebody asked for on the timeline; a new object each time. */
  asked: Accessor<{ id: CommentView['id'] } | null>
  Panel: () => JSX.Element
  Reactions: () => JSX.Element
  Pins: () => JSX.Element
}

interface PartDeps {
  token: string
  page: () => Pick<SharePage, 'viewer'>
  playback: Playback
  listen?: (onNews: () => void) => () => void
}

export function openComments({ token, page, playback, listen }: PartDeps): CommentsPart {
  const discussion = createDiscussion(token)
  const [asked, setAsked] = createSignal<{ id: CommentView['id'] } | null>(null)
  if (listen) onCleanup(listen(() => void discussion.read()))
  const seek = (seconds: number): void => playback.seek(seconds, { andPlay: true })
  const ask = (comment: CommentView): void => {
    playback.seek(comment.at ?? 0)
    setAsked({ id: comment.id })
  }
  return {
    count: () => discussion.comments().length, asked,
    Panel: () => <CommentsPanel discussion={discussion} draftName={token} viewer={page().viewer} playback={playback} asked={asked()} onSeek={seek} />,
    Reactions: () => <ReactionBar discussion={discussion} playback={playback} />,
    Pins: () => <TimelinePins discussion={discussion} playback={playback} onAsk={ask} />,
  }
}
