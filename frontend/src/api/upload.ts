import { recordingAdded } from '@f2l/common/contracts/api.ts'
import type { z } from 'zod'
import type { OptionsInput } from './api.ts'
import { errorFromAnswer, offline, unexpectedAnswer } from './api-error.ts'
import { inOurWords } from './say-error.ts'
import type { Session } from './session.ts'

export interface Upload {
  media: File
  transcript: File | null
  options: OptionsInput
  onProgress: (sentBytes: number, totalBytes: number) => void
  signal: AbortSignal
}

/**
 * Sends a file with progress (fetch cannot tell how much was sent, XMLHttpRequest can).
 * @throws ApiError, or the signal's reason when cancelled
 */
export async function uploadRecording(session: Session, upload: Upload): Promise<z.output<typeof recordingAdded>> {
  const token = await session.token()
  const { status, body } = await sendForm(formOf(upload), token, upload)
  if (status < 200 || status > 299) throw await inOurWords(errorFromAnswer(status, body))
  const parsed = recordingAdded.safeParse(body)
  if (!parsed.success) throw unexpectedAnswer(status, parsed.error)
  return parsed.data
}

/** The server reads the options before the file arrives, so they come first. */
function formOf({ media, transcript, options }: Upload): FormData {
  const form = new FormData()
  form.append('options', JSON.stringify(options))
  form.append('media', media, media.name)
  if (transcript) form.append('transcript', transcript, transcript.name)
  return form
}

function sendForm(form: FormData, token: string | null, { onProgress, signal }: Upload): Promise<{ status: number; body: unknown }> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const request = new XMLHttpRequest()
    request.open('POST', '/api/v1/recordings/upload')
    request.responseType = 'json'
    request.setRequestHeader('accept', 'application/json')
    if (token !== null) request.setRequestHeader('authorization', `Bearer ${token}`)
    request.upload.onprogress = event => onProgress(event.loaded, event.total)
    request.onload = () => resolve({ status: request.status, body: request.response })
    request.onerror = () => reject(offline(new Error('upload broke off')))
    request.onabort = () => reject(signal.reason)
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(form)
  })
}
