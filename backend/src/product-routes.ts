import { Router } from 'express'
import { makeSafeFetch } from '@f2l/common/safe-fetch.ts'
import type { BackendDeps } from './deps.ts'
import { apiKeyRoutes } from './routes/api-keys.ts'
import { brandRoutes } from './routes/brand.ts'
import { commentRoutes } from './routes/comments.ts'
import { editRoutes } from './routes/edit.ts'
import { editorRoutes } from './routes/editor.ts'
import { eventRoutes } from './routes/events.ts'
import { fathomRoutes } from './routes/fathom.ts'
import { fathomWebhookRoutes } from './routes/fathom-webhook.ts'
import { internalRoutes, requireWorker } from './routes/internal.ts'
import { jobLogRoutes } from './routes/job-log.ts'
import { libraryRoutes } from './routes/library.ts'
import { mailServerRoutes } from './routes/mail-server.ts'
import { outboxRoutes } from './routes/outbox.ts'
import { queueRoutes } from './routes/queue.ts'
import { recordingRoutes } from './routes/recordings.ts'
import { sampleRoutes } from './routes/sample.ts'
import { shareRoutes } from './routes/share.ts'
import { sharingRoutes } from './routes/sharing.ts'
import { sketchRoutes } from './routes/sketches.ts'
import { sourceRoutes } from './routes/source.ts'
import { transcriptRoutes } from './routes/transcript.ts'
import { uploadRoutes } from './routes/upload.ts'
import { viewRoutes } from './routes/views.ts'
import { makeViewerReader } from './sharing/viewer.ts'
import { SketchDesk } from './sketches/sketch-desk.ts'

/**
 * Everything but accounts: recordings, queue, events, Fathom, outbox, share links, and the workers' API.
 * `appPage` is the built `index.html` that share links are served with; the project's own by default.
 */
export function productRoutes(deps: BackendDeps, appPage?: URL): Router {
  const fetch = makeSafeFetch({ trustedOrigins: [deps.config.FATHOM_API_URL, deps.config.FATHOM_SHARE_URL] })
  deps.signal.addEventListener('abort', () => void fetch.close(), { once: true })
  const readViewer = makeViewerReader(deps)
  const sketchDesk = new SketchDesk()
  return Router().use(
    // `/recordings/upload` reads its own body and stands before what would parse one.
    uploadRoutes(deps), sampleRoutes(deps), jobLogRoutes(deps), libraryRoutes(deps), recordingRoutes({ ...deps, fetch }), editorRoutes(deps), sourceRoutes(deps), queueRoutes(deps), eventRoutes(deps), fathomRoutes({ ...deps, fetch }), fathomWebhookRoutes({ ...deps, fetch }), apiKeyRoutes(deps),
    brandRoutes(deps), mailServerRoutes(deps),
    outboxRoutes(deps), sharingRoutes({ ...deps, readViewer }), commentRoutes({ ...deps, readViewer }), viewRoutes({ ...deps, readViewer }),
    transcriptRoutes({ ...deps, readViewer }), shareRoutes({ ...deps, readViewer }, appPage), editRoutes({ ...deps, sketchDesk }), sketchRoutes({ ...deps, sketchDesk }, requireWorker(deps.config.WORKER_SECRET)), internalRoutes(deps),
  )
}
