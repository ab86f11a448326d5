import {
  fathomConnection, fathomMeetingPage, jobView, mailList, me, queueOverview, recordingAdded, recordingDetail, recordingList,
  sessionAnswer, sourceLink, type addByLinkBody, type editBody, type registerBody,
} from '@f2l/common/contracts/api.ts'
import type { convertOptions } from '@f2l/common/contracts/edit-plan.ts'
import type { z } from 'zod'
import { settingsCalls } from './account-calls.ts'
import type { Transport } from './transport.ts'

export type OptionsInput = z.input<typeof convertOptions>

/** Every call of the signed-in app, by what it does. Paths are those of `apiRoutes`. */
export function makeApi(transport: Transport) {
  return { ...accountCalls(transport), ...recordingCalls(transport), ...fathomCalls(transport), ...settingsCalls(transport) }
}

export type Api = ReturnType<typeof makeApi>

function accountCalls({ ask, tell }: Transport) {
  const post = (path: string, body?: unknown) => ({ method: 'POST', path: `/api/v1/auth/${path}`, body, isPublic: true }) as const
  return {
    register: (body: z.input<typeof registerBody>) => tell(post('register', body)),
    verifyEmail: (token: string) => tell(post('verify', { token })),
    logIn: (email: string, password: string) => ask(post('login', { email, password }), sessionAnswer),
    logOut: () => tell(post('logout')),
    forgotPassword: (email: string) => tell(post('forgot', { email })),
    resetPassword: (token: string, password: string) => tell(post('reset', { token, password })),
    readMe: () => ask({ path: '/api/v1/me' }, me),
  }
}

function recordingCalls({ ask, tell }: Transport) {
  const one = (id: string) => `/api/v1/recordings/${encodeURIComponent(id)}`
  return {
    listRecordings: (signal?: AbortSignal) => ask({ path: '/api/v1/recordings', signal }, recordingList),
    readRecording: (id: string, signal?: AbortSignal) => ask({ path: one(id), signal }, recordingDetail),
    addByLink: (body: z.input<typeof addByLinkBody>) => ask({ method: 'POST', path: '/api/v1/recordings', body }, recordingAdded),
    addFromAccount: (fathomRecordingId: number, options: OptionsInput = {}) =>
      ask({ method: 'POST', path: '/api/v1/recordings/from-fathom', body: { fathomRecordingId, options } }, recordingAdded),
    deleteRecording: (id: string) => tell({ method: 'DELETE', path: one(id) }),
    cancel: (id: string) => ask({ method: 'POST', path: `${one(id)}/cancel` }, jobView),
    editRecording: (id: string, edit: z.input<typeof editBody>) => ask({ method: 'PATCH', path: `${one(id)}/edit`, body: edit }, jobView),
    linkToSource: (id: string) => ask({ method: 'POST', path: `${one(id)}/source-link` }, sourceLink),
    retry: (id: string) => ask({ method: 'POST', path: `${one(id)}/retry` }, jobView),
    readQueue: (signal?: AbortSignal) => ask({ path: '/api/v1/queue', signal }, queueOverview),
  }
}

function fathomCalls({ ask, tell }: Transport) {
  const meetings = (cursor: string | null) => `/api/v1/fathom/meetings${cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`}`
  return {
    readFathom: (signal?: AbortSignal) => ask({ path: '/api/v1/fathom', signal }, fathomConnection),
    connectFathom: (apiKey: string) => ask({ method: 'PUT', path: '/api/v1/fathom', body: { apiKey } }, fathomConnection),
    disconnectFathom: () => tell({ method: 'DELETE', path: '/api/v1/fathom' }),
    listMeetings: (cursor: string | null) => ask({ path: meetings(cursor) }, fathomMeetingPage),
    listMails: (signal?: AbortSignal) => ask({ path: '/api/v1/outbox', signal }, mailList),
  }
}
