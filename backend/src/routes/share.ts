import { readFile } from 'node:fs/promises'
import { Router, type Request, type Response } from 'express'
import { shareDraft, sharePage, type SharePage } from '@f2l/common/contracts/api.ts'
import type { ObjectKey } from '@f2l/common/contracts/ids.ts'
import type { RenditionKeys } from '@f2l/common/contracts/internal-api.ts'
import { AppError } from '@f2l/common/errors.ts'
import { z } from 'zod'
import type { BackendDeps } from '../deps.ts'
import { attachment } from '../recordings/file-name.ts'
import { publicText } from '../recordings/public-text.ts'
import { openShared, openSharedFiles, sharePageOf } from '../recordings/share-page.ts'
import { mediaTypeOf, openSharedSource, readDraft, readDraftTitle } from '../recordings/watch-at-once.ts'
import { noSuchVideo } from '../sharing/access.ts'
import type { ReadViewer } from '../sharing/viewer.ts'
import { draftHtml, escapeHtml, missingHtml, shareHtml } from '../share-html.ts'
import { parseInput } from './read-input.ts'
import { sendObject } from './send-object.ts'

const builtApp = new URL('../../../frontend/dist/index.html', import.meta.url)
/** How long a file may be taken from a cache without asking: a link that was turned off should die soon. */
const cacheControl = 'private, no-cache'

const files = [
  { name: 'video.mp4', type: 'video/mp4', keyOf: (keys: RenditionKeys) => keys.video },
  { name: 'poster.jpg', type: 'image/jpeg', keyOf: (keys: RenditionKeys) => keys.poster },
  { name: 'preview.gif', type: 'image/gif', keyOf: (keys: RenditionKeys) => keys.preview },
  { name: 'captions.vtt', type: 'text/vtt; charset=utf-8', keyOf: (keys: RenditionKeys) => keys.captionsVtt },
  { name: 'storyboard.jpg', type: 'image/jpeg', keyOf: (keys: RenditionKeys) => keys.storyboard ?? null },
  { name: 'storyboard.vtt', type: 'text/vtt; charset=utf-8', keyOf: (keys: RenditionKeys) => keys.storyboardVtt ?? null },
] as const

const oembedQuery = z.object({
  url: z.string().max(2048), format: z.enum(['json', 'xml']).default('json'),
  maxwidth: z.coerce.number().int().positive().optional(), maxheight: z.coerce.number().int().positive().optional(),
})

type ShareRouteDeps = BackendDeps & { readViewer: ReadViewer }

/** Everything a share link opens. Each route passes the one access check: in `openShared`, `openSharedFiles`, or where a video is still being made. */
export function shareRoutes(deps: ShareRouteDeps, appPage: URL = builtApp): Router {
  const router = Router()
  router.get('/api/v1/share/:token', async (request, response) => {
    const page = await readPage(deps, request, tokenIn(request))
    response.set('Cache-Control', 'no-store').json(sharePage.parse(page))
  })
  router.get('/api/v1/share/:token/draft', async (request, response) => {
    const draft = await readDraft(deps, tokenIn(request), await deps.readViewer(request), { isKnown: request.query['known'] === '1' })
    response.set('Cache-Control', 'no-store').json(shareDraft.parse(draft))
  })
  router.get('/s/:token/source', async (request, response) => sendSource(deps, request, response))
  router.get('/s/oembed', async (request, response) => answerOembed(deps, request, response))
  for (const { name, type, keyOf } of files) {
    router.get(`/s/:token/${name}`, async (request, response) => sendFile(deps, request, response, { type, keyOf }))
  }
  router.get('/s/:token/download', async (request, response) => {
    await sendFile(deps, request, response, { type: 'video/mp4', keyOf: keys => keys.video, isDownload: true })
  })
  router.get(['/s/:token', '/s/:token/embed'], async (request, response) => {
    if (request.path.endsWith('/embed')) allowFraming(response)
    await sendPage(deps, request, response, appPage)
  })
  return router
}

async function readPage(deps: ShareRouteDeps, request: Request, token: string): Promise<SharePage> {
  const viewer = await deps.readViewer(request)
  return sharePageOf(deps, await openShared(deps, token, viewer), viewer)
}

async function sendFile(
  deps: ShareRouteDeps, request: Request, response: Response, { type, keyOf, isDownload }: { type: string; keyOf: (keys: RenditionKeys) => ObjectKey | null; isDownload?: boolean },
): Promise<void> {
  const { files: keys, title, rules } = await openSharedFiles(deps, tokenIn(request), await deps.readViewer(request))
  const key = keyOf(keys)
  if (!key || isDownload && !rules.allowsDownload) throw noSuchVideo()
  if (isDownload) response.set('Content-Disposition', attachment(publicText(title), '.mp4'))
  response.set({
    'Content-Type': type, 'Cache-Control': cacheControl, 'X-Content-Type-Options': 'nosniff', 'X-Robots-Tag': 'noindex',
    // Mails and pages elsewhere show poster and preview; a file never needs to run anything.
    'Cross-Origin-Resource-Policy': 'cross-origin', 'Content-Security-Policy': 'default-src \'none\'; sandbox',
  })
  await sendObject(deps.store, key, request, response)
}

/** The recording as it came in, to be played until the video is there; nothing may keep it. */
async function sendSource(deps: ShareRouteDeps, request: Request, response: Response): Promise<void> {
  const { key, fileName } = await openSharedSource(deps, tokenIn(request), await deps.readViewer(request))
  response.set({
    'Content-Type': mediaTypeOf(fileName), 'Cache-Control': 'private, no-store', 'X-Content-Type-Options': 'nosniff', 'X-Robots-Tag': 'noindex',
    'Content-Security-Policy': 'default-src \'none\'; sandbox',
  })
  await sendObject(deps.store, key, request, response)
}

async function sendPage(deps: ShareRouteDeps, request: Request, response: Response, appPage: URL): Promise<void> {
  const html = await readAppPage(appPage)
  response.set({ 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' })
  try {
    const page = await readPage(deps, request, tokenIn(request))
    response.send(shareHtml(html, page, deps.config.PUBLIC_URL))
  } catch (error) {
    if (!isNotFound(error)) throw error
    const title = await findDraftTitle(deps, request)
    response.status(title === null ? 404 : 200).send(title === null ? missingHtml(html) : draftHtml(html, publicText(title)))
  }
}

async function findDraftTitle(deps: ShareRouteDeps, request: Request): Promise<string | null> {
  try {
    return await readDraftTitle(deps, tokenIn(request), await deps.readViewer(request))
  } catch (error) {
    if (!isNotFound(error)) throw error
    return null
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof AppError && error.code === 'not_found'
}

async function readAppPage(appPage: URL): Promise<string> {
  try {
    return await readFile(appPage, 'utf8')
  } catch (cause) {
    throw new AppError('tool.missing', 'The web app is not built yet. The operator can build it with `npm run build`.', { cause })
  }
}

async function answerOembed(deps: ShareRouteDeps, request: Request, response: Response): Promise<void> {
  const { url, format, maxwidth, maxheight } = parseInput(oembedQuery, request.query)
  if (format === 'xml') return void response.status(501).json({ error: { code: 'input.invalid', message: 'oEmbed is answered as JSON only.' } })
  const page = await readPage(deps, request, tokenOfUrl(url, deps.config.PUBLIC_URL))
  const size = fit(page, maxwidth, maxheight)
  const { PUBLIC_URL } = deps.config
  const frame = `<iframe src="${escapeHtml(`${PUBLIC_URL}/s/${page.token}/embed`)}" width="${size.width}" height="${size.height}" title="${escapeHtml(page.title)}" frameborder="0" allow="fullscreen; picture-in-picture" allowfullscreen></iframe>`
  response.set('Access-Control-Allow-Origin', '*').json({
    version: '1.0', type: 'video', provider_name: 'Fathom-to-Loom', provider_url: PUBLIC_URL, title: page.title,
    ...(page.ownerName ? { author_name: page.ownerName } : {}), html: frame, ...size,
    thumbnail_url: PUBLIC_URL + page.posterUrl, thumbnail_width: page.width, thumbnail_height: page.height, duration: page.durationSeconds,
  })
}

function tokenOfUrl(text: string, publicUrl: string): string {
  const url = URL.parse(text)
  const token = url?.origin === new URL(publicUrl).origin ? /^\/s\/([A-Za-z0-9]{22})(?:\/embed)?\/?$/.exec(url.pathname)?.[1] : undefined
  if (!token) throw noSuchVideo()
  return token
}

function fit({ width, height }: { width: number; height: number }, maxWidth = width, maxHeight = height): { width: number; height: number } {
  const scale = Math.min(1, maxWidth / width, maxHeight / height)
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/** Only the player may stand in other people's pages; the rest of the policy stays as it was set. */
function allowFraming(response: Response): void {
  response.removeHeader('X-Frame-Options')
  const policy = response.getHeader('Content-Security-Policy')
  if (typeof policy !== 'string') return
  const rest = policy.split(';').filter(directive => !directive.trim().startsWith('frame-ancestors'))
  response.set('Content-Security-Policy', [...rest, 'frame-ancestors *'].join(';'))
}

function tokenIn(request: Request): string {
  const token = request.params['token']
  return typeof token === 'string' ? token : ''
}
