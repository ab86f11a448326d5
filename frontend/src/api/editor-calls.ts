import { editForecast, type editBody, type previewFrameBody } from '@f2l/common/contracts/api.ts'
import { editorView } from '@f2l/common/contracts/editor.ts'
import type { z } from 'zod'
import type { Transport } from './transport.ts'

/** What the editor's page asks for. */
export function editorCalls({ ask, open }: Transport) {
  const one = (id: string) => `/api/v1/recordings/${encodeURIComponent(id)}/edit`
  return {
    readEditor: (id: string, known: string | null, signal?: AbortSignal) => ask({ path: `${one(id)}${known === null ? '' : `?known=${encodeURIComponent(known)}`}`, signal }, editorView),
    forecastEdit: (id: string, body: z.input<typeof editBody>, signal: AbortSignal) => ask({ method: 'POST', path: `${one(id)}/forecast`, body, signal }, editForecast),
    drawFrame: (id: string, body: z.input<typeof previewFrameBody>, signal: AbortSignal): Promise<Blob> => open({ method: 'POST', path: `${one(id)}/frame`, body, signal }, { accept: 'image/jpeg' }).then(answer => answer.blob()),
  }
}
