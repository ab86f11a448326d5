import { readFile } from 'node:fs/promises'
import express, { Router, type Request, type Response } from 'express'
import { shareDraft, sharePage, type SharePage } from '@f2l/common/contracts/api.ts'
import type { ObjectKey } from '@f2l/common/contracts/ids.ts'
import type { RenditionKeys } from '@f2l/common/contracts/internal-api.ts'
import { AppError } from '@f2l/common/errors.ts'
import { z } from 'zod'
import { requireSameOrigin } from '../cross-site.ts'
import type { BackendDeps } from '../deps.ts'
import { captionsFile, hasCaptions } from '../recordings/captions-file.ts'
import { attachment } from '../recordings/file-name.ts'
import { publicText } from '../recordings/public-text.ts'
import { openShared, openSharedFiles, sharePageOf } from '../recordings/share-page.ts'
import { openSharedSource, readDraft, readDraftTitle } from '../recordings/watch-at-once.ts'
import { isShut, noSuchVideo } from '../sharing/access.ts'
import { isRestricted, type ShareRules } from '../sharing/share-rules.ts'
import { unlock } from '../sharing/unlock.ts'
import type { ReadViewer } from '../sharing/viewer.ts'
import { draftHtml, escapeHtml, shareHtml, shutHtml } from '../share-html.ts'
import { plainDoor, plainPage, type PlainPlace } from '../share-without-script.ts'
import { bodyLimit, parseInput, tokenIn } from './read-input.ts'
import { sendObject } from './send-object.ts'
import { sendSource } from './send-source.ts'

const builtApp = new URL('../../../frontend/dist/index.html', import.meta.url)

/** The files of a link, by the last part of their address. */
const files = [
  { name: 'video.mp4', type: 'video/mp4', keyOf: keys => keys.video },
  { name: 'poster.jpg', type: 'image/jpeg', keyOf: keys => keys.poster },
  { name: 'preview.gif', type: 'image/gif', keyOf: keys => keys.preview },
  { name: 'storyboard.jpg', type: 'image/jpeg', keyOf: keys => keys.storyboard ?? null },
  { name: 'storyboard.vtt', type: 'text/vtt; charset=utf-8', keyOf: keys => keys.storyboardVtt ?? null },
  { name: 'download', type: 'video/mp4', keyOf: keys => keys.video, isDownload: true },
] as const satisfies readonly SharedFile[]
interface SharedFile { name: string; type: string; keyOf: (keys: RenditionKeys) => ObjectKey | null; isDownload?: boolean }

const oembedQuery = z.object({
  url: z.string().max(2048), format: z.enum(['json', 'xml']).default('json'),
  maxwidth: z.coerce.number().int().positive().optional(), maxheight: z.coerce.number().int().positive().optional(),
})
const second = z.string().regex(/^\d{1,6}(\.\d{1,3})?$/).nullable().catch(null)
/** The form of a page without JavaScript. Where it comes back to is one of our own two pages, never what somebody wrote into it. */
const unlockForm = z.object({ password: z.string().max(200), place: z.enum(['page', 'embed']).catch('page'), t: second.default(null) })

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
  router.get('/s/:token/source', async (request, response) => {
    await sendSource(deps.store, await openSharedSource(deps, tokenIn(request), await deps.readViewer(request)), request, response)
  })
  router.get('/s/oembed', async (request, response) => answerOembed(deps, request, response))
  for (const file of files) {
    router.get(`/s/:token/${file.name}`, async (request, response) => sendFile(deps, request, response, file))
  }
  router.get('/s/:token/captions.vtt', async (request, response) => sendCaptions(deps, request, response))
  router.get(['/s/:token', '/s/:token/embed'], async (request, response) => {
    const place = { isEmbed: request.path.endsWith('/embed'), at: second.parse(request.query['t'] ?? null) }
    await sendPage(deps, request, response, { appPage, place })
  })
  router.post('/s/:token/unlock', express.urlencoded({ extended: false, limit: bodyLimit }), async (request, response) => {
    await unlockByForm(deps, request, response, appPage)
  })
  // Where a reader without JavaScript stands after a wrong password.
  router.get('/s/:token/unlock', (request, response) => response.set('Cache-Control', 'no-store').redirect(`/s/${encodeURIComponent(tokenIn(request))}`))
  return router
}

async function readPage(deps: ShareRouteDeps, request: Request, token: string): Promise<SharePage> {
  const viewer = await deps.readViewer(request)
  return sharePageOf(deps, await openShared(deps, token, viewer), viewer)
}

async function sendFile(deps: ShareRouteDeps, request: Request, response: Response, { type, keyOf, isDownload }: SharedFile): Promise<void> {
  const { files: keys, title, rules, isOwner } = await openSharedFiles(deps, tokenIn(request), await deps.readViewer(request))
  const key = keyOf(keys)
  if (!key || isDownload && !isOwner && !rules.allowsDownload) throw noSuchVideo()
  if (isDownload) response.set('Content-Disposition', attachment(publicText(title), '.mp4'))
  response.set(headersOf(type, rules))
  await sendObject(deps.store, key, request, response)
}

async function sendCaptions(deps: ShareRouteDeps, request: Request, response: Response): Promise<void> {
  const { video, recording, rules } = await openShared(deps, tokenIn(request), await deps.readViewer(request))
  if (!hasCaptions(video, recording.options)) throw noSuchVideo()
  response.set(headersOf('text/vtt; charset=utf-8', rules)).send(captionsFile(video.plan, recording.options))
}

function headersOf(type: string, rules: ShareRules): Record<string, string> {
  return {
    'Content-Type': type, 'X-Content-Type-Options': 'nosniff', 'X-Robots-Tag': 'noindex', ...keepingOf(rules),
    // A file never needs to run anything.
    'Content-Security-Policy': 'default-src \'none\'; sandbox',
  }
}

/**
 * A file that everybody with the link may have is asked for again before it is shown from a cache, since the link may have
 * been turned off; mails and pages elsewhere show its poster. What is not for everybody is kept nowhere and shown only here.
 */
function keepingOf(rules: ShareRules): Record<string, string> {
  const isForSome = isRestricted(rules) || rules.expiresAt !== null
  return { 'Cache-Control': isForSome ? 'private, no-store' : 'private, no-cache', 'Cross-Origin-Resource-Policy': isForSome ? 'same-origin' : 'cross-origin', 'Vary': 'Cookie' }
}

interface PageToSend { appPage: URL; place: PlainPlace }

async function sendPage(deps: ShareRouteDeps, request: Request, response: Response, { appPage, place }: PageToSend): Promise<void> {
  const html = await beginPage(response, appPage, place)
  try {
    const page = await readPage(deps, request, tokenIn(request))
    response.send(shareHtml(html, page, deps.config.PUBLIC_URL, plainPage(page, place)))
  } catch (error) {
    if (!isShut(error)) throw error
    await sendWithoutVideo(deps, request, response, { html, place, shut: error })
  }
}

/** A video that is still being made has a page, for whoever may see it; whatever is shut has a door. */
async function sendWithoutVideo(deps: ShareRouteDeps, request: Request, response: Response, { html, place, shut }: { html: string; place: PlainPlace; shut: AppError }): Promise<void> {
  try {
    if (shut.code !== 'not_found') throw shut
    response.send(draftHtml(html, publicText(await readDraftTitle(deps, tokenIn(request), await deps.readViewer(request)))))
  } catch (error) {
    if (!isShut(error)) throw error
    response.status(error.status).send(shutHtml(html, plainDoor(error, tokenIn(request), place)))
  }
}

/** After the right password back to the page; after a wrong one, or too many, the page with the form and the reason. */
async function unlockByForm(deps: ShareRouteDeps, request: Request, response: Response, appPage: URL): Promise<void> {
  requireSameOrigin(request, deps.config.PUBLIC_URL, { isRequired: true })
  const { password, place: name, t } = parseInput(unlockForm, request.body)
  const place = { isEmbed: name === 'embed', at: t }
  const html = await beginPage(response, appPage, place)
  try {
    await unlock(deps, password, request, response)
    response.redirect(303, `/s/${encodeURIComponent(tokenIn(request))}${place.isEmbed ? '/embed' : ''}${t === null ? '' : `?t=${t}`}`)
  } catch (error) {
    const isAnswered = isShut(error) || error instanceof AppError && (error.code === 'share.wrong_password' || error.code === 'rate_limited')
    if (!isAnswered) throw error
    if (error.retryAfterSeconds !== undefined) response.set('Retry-After', String(error.retryAfterSeconds))
    response.status(error.status).send(shutHtml(html, plainDoor(error, tokenIn(request), place)))
  }
}

async function beginPage(response: Response, appPage: URL, { isEmbed }: PlainPlace): Promise<string> {
  const html = await readAppPage(appPage)
  if (isEmbed) allowFraming(response)
  response.set({ 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' })
  return html
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
  response.set({ 'Access-Control-Allow-Origin': '*', 'Cache-Control': 'no-store' }).json({
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
