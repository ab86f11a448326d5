import { z } from 'zod'

export const commentId = z.string().regex(/^com_[a-z0-9]{16}$/).brand<'CommentId'>()
export const reactionId = z.string().regex(/^rea_[a-z0-9]{16}$/).brand<'ReactionId'>()
export const reactionEmoji = z.enum(['👍', '❤️', '😂', '🎉', '🤔', '👏'])
export type ReactionEmoji = z.output<typeof reactionEmoji>

/** `at` is a second of the output: where its place was cut away, that is where the cut closes up. Null for answers and for what is about the whole video. */
export const commentView = z.object({
  id: commentId, parentId: commentId.nullable(), at: z.number().nullable(),
  name: z.string(), text: z.string(), isOwner: z.boolean(), isMine: z.boolean(), isResolved: z.boolean(),
  createdAt: z.string(), editedAt: z.string().nullable(),
})
export type CommentView = z.output<typeof commentView>
export const reactionView = z.object({ id: reactionId, at: z.number(), emoji: reactionEmoji, name: z.string().nullable(), isMine: z.boolean() })
export type ReactionView = z.output<typeof reactionView>

/** Which cut of the video the times belong to. A time that is told with another one is refused: it would stand at a wrong place. */
const edition = z.string().max(32)
/**
 * Each thread is followed by its answers, in the order in which they were written. Threads about the whole video come first,
 * then the others by their place in it. Empty where the owner does not want comments. Read with `If-None-Match` it may answer 304.
 */
export const discussion = z.object({ edition, comments: z.array(commentView), reactions: z.array(reactionView) })
export type Discussion = z.output<typeof discussion>

const commentText = z.string().trim().min(1).max(5000)
/** A guest must say a name; that of somebody who is signed in is known. An answer has no place of its own. */
export const commentBody = z.object({ text: commentText, at: z.number().min(0).nullable(), edition: edition.optional(), parentId: commentId.nullish(), name: z.string().trim().max(80).optional() })
/** Its author may change the text, the owner of the video resolve it. */
export const commentChange = z.object({ text: commentText, isResolved: z.boolean() }).partial()
export const reactionBody = z.object({ emoji: reactionEmoji, at: z.number().min(0), edition: edition.optional(), name: z.string().trim().max(80).optional() })

/** What one video holds at most. */
export const mostComments = 2000
export const mostReactions = 5000

/** All public, behind the access check of the share link. Where comments are off, only deleting is left. */
export const commentRoutes = {
  discussion: 'GET /api/v1/share/:token/discussion', // → discussion
  addComment: 'POST /api/v1/share/:token/comments', // commentBody → 201 commentView
  changeComment: 'PATCH /api/v1/share/:token/comments/:comment', // commentChange → commentView
  deleteComment: 'DELETE /api/v1/share/:token/comments/:comment', // → 204, by its author or the owner; answers go with it
  addReaction: 'POST /api/v1/share/:token/reactions', // reactionBody → 201 reactionView
  deleteReaction: 'DELETE /api/v1/share/:token/reactions/:reaction', // → 204
} as const
