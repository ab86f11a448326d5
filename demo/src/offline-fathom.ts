import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import { makeConnectionBreaker, type ConnectionBreaker } from './offline-fathom/break-connections.ts'
import { makeMediaCutter } from './offline-fathom/cut-media.ts'
import { makeDownloadJobs } from './offline-fathom/download-jobs.ts'
import type { OfflineMeeting } from './offline-fathom/offline-meeting.ts'
import { describeMeeting, publicApi } from './offline-fathom/public-api.ts'
import { sharePages } from './offline-fathom/share-pages.ts'
import { webhookControl } from './offline-fathom/webhook-control.ts'
import { makeWebhooks } from './offline-fathom/webhooks.ts'

export type { OfflineMeeting, OfflineTurn } from './offline-fathom/offline-meeting.ts'

export interface OfflineFathomOptions {
  meetings: readonly OfflineMeeting[]
  /** Keys that the API accepts. */
  apiKeys?: readonly string[]
  /** 0: any free port. */
  port?: number
  /** Where cut segments and thumbnails are kept between runs; without it a folder that goes with the server. */
  cacheFolder?: string
  ffmpegPath?: string
  segmentSeconds?: number
  /** How long the API takes to make a download. */
  downloadDelaySeconds?: number
  downloadLifetimeSeconds?: number | undefined
  /** Calls a minute; Fathom's own by default. */
  limits?: { overall?: number; heavy?: number; downloads?: number }
}

export interface OfflineFathom {
  url: string
  /** For the setting FATHOM_SHARE_URL. */
  shareUrl: string
  /** For the setting FATHOM_API_URL. */
  apiUrl: string
  /** `METHOD /path` of everything that was asked, in order. */
  requests: readonly string[]
  breakNext: ConnectionBreaker['breakNext']
  /** Ends the life of every download that was made so far. */
  expireDownloads(): void
  /** "New meeting content ready", signed, to every webhook; gives the answers' statuses. */
  deliverWebhook(recordingId: number): Promise<number[]>
  /** Addresses of the webhooks that are registered. */
  webhookDestinations(): string[]
  stop(): Promise<void>
}

/** A Fathom without the internet: share pages, oEmbed, HLS, public API, webhooks, on 127.0.0.1. */
export async function startOfflineFathom(options: OfflineFathomOptions): Promise<OfflineFathom> {
  const cacheFolder = options.cacheFolder ?? await mkdtemp(join(tmpdir(), 'offline-fathom-'))
  await mkdir(cacheFolder, { recursive: true })
  let url = ''
  const origin = (): string => url
  const requests: string[] = []
  const breaker = makeConnectionBreaker()
  const webhooks = makeWebhooks()
  const downloads = makeDownloadJobs({ delaySeconds: options.downloadDelaySeconds ?? 2, lifetimeSeconds: options.downloadLifetimeSeconds ?? 24 * 3600, origin })
  const cutter = makeMediaCutter({ cacheFolder, ffmpegPath: options.ffmpegPath ?? 'ffmpeg', segmentSeconds: options.segmentSeconds ?? 6 })
  const { meetings, apiKeys = [], limits } = options
  const app = express()
  app.disable('x-powered-by')
  app.use((request, _response, next) => {
    requests.push(`${request.method} ${request.originalUrl}`)
    next()
  })
  app.use(breaker.middleware)
  app.use('/external/v1', publicApi({ meetings, apiKeys, downloads, webhooks, origin, limits: { overall: 60, heavy: 30, downloads: 30, ...limits } }))
  app.use(downloads.files)
  const deliverWebhook: OfflineFathom['deliverWebhook'] = recordingId => webhooks.deliver(has => describeMeeting(meetingOf(meetings, recordingId), url, has))
  app.use(webhookControl(deliverWebhook))
  app.use(sharePages({ meetings, cutter, origin }))
  const server = createServer(app)
  url = await listen(server, options.port ?? 0)
  return {
    url, shareUrl: url, apiUrl: `${url}/external/v1`, requests, breakNext: breaker.breakNext,
    expireDownloads: downloads.expireAll,
    deliverWebhook, webhookDestinations: webhooks.destinations,
    stop: async () => {
      await close(server)
      if (options.cacheFolder === undefined) await rm(cacheFolder, { recursive: true, force: true })
    },
  }
}

function meetingOf(meetings: readonly OfflineMeeting[], recordingId: number): OfflineMeeting {
  const meeting = meetings.find(each => each.recordingId === recordingId)
  if (meeting === undefined) throw new Error(`the offline Fathom has no recording ${recordingId}`)
  return meeting
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
  })
}

function close(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
