import { z } from 'zod'

export const commentId = z.string().regex(/^com_[a-z0-9]{16}$/).brand<'CommentId'>()
export const reactionId = z.string().regex(/^rea_[a-z0-9]{16}$/).brand<'ReactionId'>()
export const reactionEmoji = z.enum(['👍', '❤️', '😂', '🎉', '🤔', '👏'])
export type ReactionEmoji = z.output<typeof reactionEmoji>

/** `at` is a second of the output; null where it was cut away, or where the comment is about the whole video. */
export const commentView = z.object({
  id: commentId, parentId: commentId.nullable(), at: z.number().nullable(),
  name: z.string(), text: z.string(), isOwner: z.boolean(), isMine: z.boolean(), isResolved: z.boolean(),
  createdAt: z.string(), editedAt: z.string().nullable(),
})
export type CommentView = z.output<typeof commentView>
export const reactionView = z.object({ id: reactionId, at: z.number(), emoji: reactionEmoji, name: z.string().nullable(), isMine: z.boolean() })
export type ReactionView = z.output<typeof reactionView>

/** Threads in the order in which they begin, answers in the order in which they were written. */
export const discussion = z.object({ comments: z.array(commentView), reactions: z.array(reactionView) })
export type Discussion = z.output<typeof discussion>

const commentText = z.string().trim().min(1).max(5000)
/** A guest must say a name; that of somebody who is signed in is known. */
export const commentBody = z.object({ text: commentText, at: z.number().min(0).nullable(), parentId: commentId.nullish(), name: z.string().trim().max(80).optional() })
/** Its author may change the text, the owner of the video resolve it. */
export const commentChange = z.object({ text: commentText, isResolved: z.boolean() }).partial()
export const reactionBody = z.object({ emoji: reactionEmoji, at: z.number().min(0), name: z.string().trim().max(80).optional() })

/** All public, behind the access check of the share link. */
export const commentRoutes = {
  discussion: 'GET /api/v1/share/:token/discussion', // → discussion
  addComment: 'POST /api/v1/share/:token/comments', // commentBody → 201 commentView
  changeComment: 'PATCH /api/v1/share/:token/comments/:comment', // commentChange → commentView
  deleteComment: 'DELETE /api/v1/share/:token/comments/:comment', // → 204, by its author or the owner; answers go with it
  addReaction: 'POST /api/v1/share/:token/reactions', // reactionBody → 201 reactionView
  deleteReaction: 'DELETE /api/v1/share/:token/reactions/:reaction', // → 204
} as const
