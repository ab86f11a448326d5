import { extname } from 'node:path'
import type { Request, Response } from 'express'
import type { ObjectKey } from '@f2l/common/contracts/ids.ts'
import type { ObjectStore } from '@f2l/common/object-store.ts'
import { sendObject } from './send-object.ts'

/** What players know; anything else is tried as MP4, the most usual. */
const mediaTypes: Record<string, string> = {
  '.webm': 'video/webm', '.mkv': 'video/x-matroska', '.mp3': 'audio/mpeg', '.m4a': 'audio/mp4', '.wav': 'audio/wav', '.ogg': 'audio/ogg', '.opus': 'audio/ogg', '.flac': 'audio/flac', '.aac': 'audio/aac',
}

/** Sends a recording as it came in, to be played; nothing may keep it, and it never needs to run anything. */
export async function sendSource(store: ObjectStore, { key, fileName }: { key: ObjectKey; fileName: string }, request: Request, response: Response): Promise<void> {
  response.set({
    'Content-Type': mediaTypes[extname(fileName).toLowerCase()] ?? 'video/mp4', 'Cache-Control': 'private, no-store', 'X-Content-Type-Options': 'nosniff', 'X-Robots-Tag': 'noindex',
    'Content-Security-Policy': 'default-src \'none\'; sandbox',
  })
  await sendObject(store, key, request, response)
}
