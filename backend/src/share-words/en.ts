import type { AppError } from '@f2l/common/errors.ts'

/** What the server itself says of a shared video: to browsers without JavaScript, and to programs that preview links. */
export const en = {
  sharedBy: (name: string) => `Shared by ${name}`,
  about: (minutes: number, ownerName: string) => `A ${minutes} minute video${ownerName === '' ? '' : ` from ${ownerName}`}, with transcript and chapters.`,
  chapters: 'Chapters', transcript: 'Transcript', captions: 'Captions', download: 'Download',
  password: 'Password', watch: 'Watch', signIn: 'Sign in', needsScript: '(needs JavaScript)',
  /** Why a link does not open. */
  reason: (error: AppError) => error.message,
}

export type ShareWords = typeof en
