import { Router } from 'express'
import type { SharePage } from '@f2l/common/contracts/api.ts'
import { transcriptText } from '@f2l/common/contracts/transcript-text.ts'
import { shortClock } from '@f2l/common/transcript-formats/clock.ts'
import { writeSrt, writeVtt } from '@f2l/common/transcript-formats/write-captions.ts'
import type { BackendDeps } from '../deps.ts'
import { attachment } from '../recordings/file-name.ts'
import { openShared, sharePageOf } from '../recordings/share-page.ts'
import { noSuchVideo } from '../sharing/access.ts'
import type { ReadViewer } from '../sharing/viewer.ts'
import { tokenIn } from './read-input.ts'

const kinds = [
  { name: 'txt', type: 'text/plain', write: cues => transcriptText(cues, shortClock, 'Speaker') },
  { name: 'srt', type: 'application/x-subrip', write: writeSrt },
  { name: 'vtt', type: 'text/vtt', write: writeVtt },
] as const satisfies readonly { name: string; type: string; write: (cues: SharePage['cues']) => string }[]

/** The transcript of a share link as files, for whoever may download the video: the same words and seconds as on its page. */
export function transcriptRoutes(deps: BackendDeps & { readViewer: ReadViewer }): Router {
  const router = Router()
  for (const { name, type, write } of kinds) {
    router.get(`/s/:token/transcript.${name}`, async (request, response) => {
      const viewer = await deps.readViewer(request)
      const { title, cues, downloadUrl } = await sharePageOf(deps, await openShared(deps, tokenIn(request), viewer), viewer)
      if (downloadUrl === null || cues.length === 0) throw noSuchVideo()
      response.set({
        'Content-Type': `${type}; charset=utf-8`, 'Content-Disposition': attachment(title, `.${name}`), 'Cache-Control': 'private, no-store',
        'X-Content-Type-Options': 'nosniff', 'X-Robots-Tag': 'noindex', 'Content-Security-Policy': 'default-src \'none\'; sandbox',
      }).send(write(cues))
    })
  }
  return router
}
