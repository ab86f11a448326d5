import type { Response } from 'express'
import type { UserId } from '@f2l/common/contracts/ids.ts'
import { AppError } from '@f2l/common/errors.ts'
import type { BackendDeps } from '../deps.ts'
import { nameVisitor, visitorKey, type ReadViewer, type Viewer } from '../sharing/viewer.ts'
import { viewerName } from '../sharing/viewer-name.ts'
import { typedName } from './typed-text.ts'

/** Who reads a discussion: what tells their own words from others'. */
export interface Reading { owner: UserId; userId: UserId | null; /** As it is stored; null before the browser has a name. */ visitor: string | null }
/** Who writes into one. */
export interface Author { id: UserId | null; name: string | null; visitor: string }

export type AuthorDeps = Pick<BackendDeps, 'identities' | 'config'> & { readViewer: ReadViewer }

export function readingOf({ config }: Pick<AuthorDeps, 'config'>, owner: UserId, { userId, visitor }: Viewer): Reading {
  return { owner, userId, visitor: visitor === null ? null : visitorKey(visitor, owner, config) }
}

/** Was it this reader who wrote it? Words of somebody who was signed in are theirs alone, whoever sits at that browser now. */
export function isOf(reading: Reading, { authorId, visitor }: { authorId?: UserId | null; visitor: string }): boolean {
  if (authorId) return authorId === reading.userId
  return reading.visitor !== null && visitor === reading.visitor
}

/** The name of an account counts before one that was typed. Their browser is given a name where it has none. */
export async function authorOf({ identities, config }: AuthorDeps, owner: UserId, viewer: Viewer, typed: string | undefined, response: Response): Promise<Author> {
  const known = await viewerName({ identities }, viewer) ?? ''
  return { id: viewer.userId, name: typedName(known) ?? typedName(typed ?? ''), visitor: visitorKey(nameVisitor(viewer, response, config), owner, config) }
}

/** @throws AppError `input.invalid` for a guest without a name */
export function requireName(author: Author): string {
  if (author.name === null) throw new AppError('input.invalid', 'Please say your name first.')
  return author.name
}
