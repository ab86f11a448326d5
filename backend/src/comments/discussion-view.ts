import { commentView, reactionView, type CommentView, type Discussion, type ReactionView } from '@f2l/common/contracts/comments.ts'
import { isOf, type Reading } from './author.ts'
import type { CommentRow, ReactionRow } from './discussion-rows.ts'
import type { Edition } from './edition.ts'

/** A discussion as this reader sees it, in seconds of this edition. */
export function viewDiscussion(rows: { comments: CommentRow[]; reactions: ReactionRow[] }, edition: Edition, reading: Reading): Discussion {
  const comments = rows.comments.map(row => viewComment(row, edition, reading))
  const answers = Map.groupBy(comments.filter(comment => comment.parentId !== null), comment => comment.parentId)
  const threads = comments.filter(comment => comment.parentId === null).sort((one, other) => (one.at ?? -1) - (other.at ?? -1))
  return {
    edition: edition.name,
    comments: threads.flatMap(thread => [thread, ...answers.get(thread.id) ?? []]),
    reactions: rows.reactions.map(row => viewReaction(row, edition, reading)),
  }
}

export function viewComment(row: CommentRow, edition: Edition, reading: Reading): CommentView {
  const { id, parentId, authorName, text, createdAt, editedAt } = row
  return commentView.parse({
    id, parentId, at: row.atSeconds === null ? null : edition.toOutput(row.atSeconds), name: authorName, text, createdAt, editedAt,
    isOwner: row.authorId === reading.owner, isMine: isOf(reading, row), isResolved: row.resolvedAt !== null,
  })
}

export function viewReaction(row: ReactionRow, edition: Edition, reading: Reading): ReactionView {
  return reactionView.parse({ id: row.id, at: edition.toOutput(row.atSeconds), emoji: row.emoji, name: row.authorName, isMine: isOf(reading, row) })
}
