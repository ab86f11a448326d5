/** English in parts: one file is what one page, or what one that comes later, says. */
export const en = {
  base: () => import('./base.ts'),
  watch: () => import('./watch.ts'),
  shut: () => import('./shut.ts'),
  draft: () => import('./draft.ts'),
  comments: () => import('./comments.ts'),
  app: () => import('./app.ts'),
  library: () => import('./library.ts'),
  firstRun: () => import('./first-run.ts'),
  job: () => import('./job.ts'),
  queue: () => import('./queue.ts'),
  recording: () => import('./recording.ts'),
  editor: () => import('./editor.ts'),
  insights: () => import('./insights.ts'),
  sharing: () => import('./sharing.ts'),
  fathom: () => import('./fathom.ts'),
  brand: () => import('./brand.ts'),
  mailServer: () => import('./mail-server.ts'),
  automation: () => import('./automation.ts'),
  settings: () => import('./settings.ts'),
  doctor: () => import('./doctor.ts'),
  serverErrors: () => import('./server-errors.ts'),
  outbox: () => import('./outbox.ts'),
}

/** What every language has to say; a word that one of them lacks is a type error. */
export type Catalogue = typeof en
