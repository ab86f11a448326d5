import { createHash } from 'node:crypto'
import express, { Router, type Request, type Response } from 'express'
import { commentBody, commentChange, reactionBody, type CommentView, type Discussion, type ReactionView } from '@f2l/common/contracts/comments.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { Reader } from '@f2l/user-dbs/user-databases.ts'
import type { z } from 'zod'
import { authorOf, isOf, readingOf, requireName, type Reading } from '../comments/author.ts'
import { addComment, addReaction, changeComment, deleteComment, deleteReaction, findComment, findReaction, readComments, readReactions, readStamp, type CommentRow } from '../comments/discussion-rows.ts'
import { viewComment, viewDiscussion, viewReaction } from '../comments/discussion-view.ts'
import { readEdition, type Edition } from '../comments/edition.ts'
import { typedText } from '../comments/typed-text.ts'
import { requireSameOrigin } from '../cross-site.ts'
import type { BackendDeps } from '../deps.ts'
import { openSharedHead, type SharedHead } from '../recordings/share-page.ts'
import type { ReadViewer, Viewer } from '../sharing/viewer.ts'
import { bodyLimit, paramIn, parseInput, tokenIn } from './read-input.ts'

type CommentDeps = BackendDeps & { readViewer: ReadViewer }
interface Opened { shared: SharedHead; viewer: Viewer; reading: Reading }

/** What viewers say about a video. Every route passes the access check of its link. */
export function commentRoutes(deps: CommentDeps): Router {
  const router = Router()
  const json = express.json({ limit: bodyLimit })
  const base = '/api/v1/share/:token'
  router.get(`${base}/discussion`, (request, response) => answerDiscussion(deps, request, response))
  router.post(`${base}/comments`, json, async (request, response) => void response.status(201).json(await comment(deps, request, response)))
  router.patch(`${base}/comments/:comment`, json, async (request, response) => void response.json(await change(deps, request)))
  router.delete(`${base}/comments/:comment`, async (request, response) => {
    await removeComment(deps, request)
    response.status(204).end()
  })
  router.post(`${base}/reactions`, json, async (request, response) => void response.status(201).json(await react(deps, request, response)))
  router.delete(`${base}/reactions/:reaction`, async (request, response) => {
    await removeReaction(deps, request)
    response.status(204).end()
  })
  return router
}

/** Everybody who has the page open asks for it every few seconds: what did not change is not read. */
async function answerDiscussion(deps: CommentDeps, request: Request, response: Response): Promise<void> {
  const opened = await open(deps, request)
  const database = await deps.userDatabases.open(opened.shared.owner)
  const { tag, body } = database.read(db => {
    const edition = readEdition(db, opened.shared.video.id)
    const found = tagOf(db, opened, edition)
    return { tag: found, body: request.get('if-none-match') === found ? null : readDiscussion(db, opened, edition) }
  })
  response.set({ 'ETag': tag, 'Cache-Control': 'private, no-cache', 'Vary': 'Cookie' })
  if (body === null) response.status(304).end()
  else response.json(body)
}

function tagOf(db: Reader, { shared, reading }: Opened, edition: Edition): string {
  const { rules, video } = shared
  const parts = [edition.name, reading, rules.allowsComments && readStamp(db, video.id)]
  return `W/"${createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22)}"`
}

function readDiscussion(db: Reader, { shared, reading }: Opened, edition: Edition): Discussion {
  const { rules, video } = shared
  const rows = rules.allowsComments ? { comments: readComments(db, video.id), reactions: readReactions(db, video.id) } : { comments: [], reactions: [] }
  return viewDiscussion(rows, edition, reading)
}

async function comment(deps: CommentDeps, request: Request, response: Response): Promise<CommentView> {
  const { text, at, edition: meant, parentId, name } = parseInput(commentBody, request.body)
  const opened = await openToWrite(deps, request)
  const { shared } = opened
  await deps.limits.take('comment', request, shared.token)
  const clean = typedText(text)
  const author = await authorOf(deps, shared.owner, opened.viewer, name, response)
  const authorName = requireName(author)
  const view = (await deps.userDatabases.open(shared.owner)).transact(db => {
    const edition = editionMeant(readEdition(db, shared.video.id), meant, at)
    const row = addComment(db, {
      videoId: shared.video.id, parentId: parentId ?? null, atSeconds: at === null ? null : edition.toSource(at), authorName, authorId: author.id, visitor: author.visitor, text: clean,
    })
    return viewComment(row, edition, { ...opened.reading, visitor: author.visitor })
  })
  await tellOwner(deps, shared)
  return view
}

/** The words are their author's, whether it is resolved is the owner's to say. @throws AppError `access.denied` for anybody else */
async function change(deps: CommentDeps, request: Request): Promise<CommentView> {
  const asked = parseInput(commentChange, request.body)
  const { shared, reading } = await openToWrite(deps, request)
  if (asked.text !== undefined) await deps.limits.take('comment', request, shared.token)
  const view = (await deps.userDatabases.open(shared.owner)).transact(db => {
    const row = findComment(db, shared.video.id, paramIn(request, 'comment'))
    requireMayChange(asked, row, reading)
    const changed = changedFields(asked, row)
    return viewComment(Object.keys(changed).length === 0 ? row : changeComment(db, row.id, changed), readEdition(db, shared.video.id), reading)
  })
  await tellOwner(deps, shared)
  return view
}

type Change = z.output<typeof commentChange>

function requireMayChange({ text, isResolved }: Change, row: CommentRow, reading: Reading): void {
  if (text !== undefined && !isOf(reading, row)) throw new AppError('access.denied', 'Only who wrote a comment can change it.')
  if (isResolved === undefined) return
  if (reading.userId !== reading.owner) throw new AppError('access.denied', 'Only the owner of the video can resolve comments.')
  if (row.parentId !== null) throw new AppError('input.invalid', 'Only a whole thread can be resolved.')
}

function changedFields({ text, isResolved }: Change, row: CommentRow): Partial<Pick<CommentRow, 'text' | 'editedAt' | 'resolvedAt'>> {
  const now = new Date().toISOString()
  const clean = text === undefined ? row.text : typedText(text)
  return {
    ...(clean === row.text ? {} : { text: clean, editedAt: now }),
    ...(isResolved === undefined || isResolved === (row.resolvedAt !== null) ? {} : { resolvedAt: isResolved ? now : null }),
  }
}

/** Also where comments are turned off meanwhile: what somebody wrote stays theirs to take back. */
async function removeComment(deps: CommentDeps, request: Request): Promise<void> {
  requireSameOrigin(request, deps.config.PUBLIC_URL, { isRequired: true })
  const { shared, reading } = await open(deps, request)
  const database = await deps.userDatabases.open(shared.owner)
  database.transact(db => {
    const row = findComment(db, shared.video.id, paramIn(request, 'comment'))
    if (reading.userId !== reading.owner && !isOf(reading, row)) throw new AppError('access.denied', 'Only who wrote a comment, or the owner of the video, can delete it.')
    deleteComment(db, row.id)
  })
  await tellOwner(deps, shared)
}

async function react(deps: CommentDeps, request: Request, response: Response): Promise<ReactionView> {
  const { emoji, at, edition: meant, name } = parseInput(reactionBody, request.body)
  const opened = await openToWrite(deps, request)
  const { shared } = opened
  await deps.limits.take('reaction', request, shared.token)
  const author = await authorOf(deps, shared.owner, opened.viewer, name, response)
  const view = (await deps.userDatabases.open(shared.owner)).transact(db => {
    const edition = editionMeant(readEdition(db, shared.video.id), meant, at)
    const row = addReaction(db, { videoId: shared.video.id, atSeconds: edition.toSource(at), emoji, authorName: author.name, visitor: author.visitor })
    return viewReaction(row, edition, { ...opened.reading, visitor: author.visitor })
  })
  pushToOwner(deps, shared)
  return view
}

async function removeReaction(deps: CommentDeps, request: Request): Promise<void> {
  requireSameOrigin(request, deps.config.PUBLIC_URL, { isRequired: true })
  const { shared, reading } = await open(deps, request)
  const database = await deps.userDatabases.open(shared.owner)
  database.transact(db => {
    const row = findReaction(db, shared.video.id, paramIn(request, 'reaction'))
    if (reading.userId !== reading.owner && !isOf(reading, row)) throw new AppError('access.denied', 'Only who reacted, or the owner of the video, can take a reaction back.')
    deleteReaction(db, row.id)
  })
  pushToOwner(deps, shared)
}

async function open(deps: CommentDeps, request: Request): Promise<Opened> {
  const viewer = await deps.readViewer(request)
  const shared = await openSharedHead(deps, tokenIn(request), viewer)
  return { shared, viewer, reading: readingOf(deps, shared.owner, viewer) }
}

/** Cookies speak for whoever writes, so only our own pages may ask. @throws AppError `access.denied` where comments are off */
async function openToWrite(deps: CommentDeps, request: Request): Promise<Opened> {
  requireSameOrigin(request, deps.config.PUBLIC_URL, { isRequired: true })
  const opened = await open(deps, request)
  if (!opened.shared.rules.allowsComments) throw new AppError('access.denied', 'Comments are turned off for this video.')
  return opened
}

/** @throws AppError `conflict` for a time of another cut of the video: its viewer looks at what is gone */
function editionMeant(edition: Edition, meant: string | undefined, at: number | null): Edition {
  if (at !== null && meant !== undefined && meant !== edition.name) throw new AppError('conflict', 'This video was made again while you watched. Reload the page, so that your words find their place.')
  return edition
}

/** What was written stays written where the owner cannot be told. */
async function tellOwner(deps: CommentDeps, { owner, video }: SharedHead): Promise<void> {
  await deps.events.publish(owner, { type: 'discussion', recordingId: video.recordingId })
    .catch((error: unknown) => deps.log.warn({ err: error, recordingId: video.recordingId }, 'the owner could not be told of a comment'))
}

/** Reactions are many and small: nobody replays them. */
function pushToOwner({ events }: CommentDeps, { owner, video }: SharedHead): void {
  events.push(owner, { type: 'discussion', recordingId: video.recordingId })
}
