import type { Catalogue } from '../en/parts.ts'

/** German in parts, as English has them. */
export const de: Catalogue = {
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
