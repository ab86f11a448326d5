import {
  editAnswer, fathomConnection, fathomMeetingPage, jobView, mailList, me, queueOverview, recordingAdded, recordingDetail, recordingList, recordingSummary,
  sessionAnswer, sourceLink, type addByLinkBody, type askedOptions, type editBody, type registerBody,
} from '@f2l/common/contracts/api.ts'
import { bulkAnswer, searchAnswer, type bulkBody, type recordingChange } from '@f2l/common/contracts/library.ts'
import { shareRulesView, type shareRulesBody } from '@f2l/common/contracts/sharing.ts'
import { insights, insightsLink } from '@f2l/common/contracts/views.ts'
import type { z } from 'zod'
import { brandCalls } from '../brand/brand-calls.ts'
import { mailServerCalls } from '../mail-server/mail-server-calls.ts'
import { settingsCalls } from './account-calls.ts'
import { automationCalls } from './automation-calls.ts'
import { editorCalls } from './editor-calls.ts'
import type { Transport } from './transport.ts'

export type OptionsInput = z.input<typeof askedOptions>

/** Every call of the signed-in app, by what it does. Paths are those of `apiRoutes`. */
export function makeApi(transport: Transport) {
  return { ...accountCalls(transport), ...recordingCalls(transport), ...editorCalls(transport), ...libraryCalls(transport), ...fathomCalls(transport), ...settingsCalls(transport), ...automationCalls(transport), ...brandCalls(transport), ...mailServerCalls(transport) }
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

function recordingCalls({ ask }: Transport) {
  const one = (id: string) => `/api/v1/recordings/${encodeURIComponent(id)}`
  return {
    listRecordings: (signal?: AbortSignal) => ask({ path: '/api/v1/recordings', signal }, recordingList),
    readRecording: (id: string, signal?: AbortSignal) => ask({ path: one(id), signal }, recordingDetail),
    addByLink: (body: z.input<typeof addByLinkBody>) => ask({ method: 'POST', path: '/api/v1/recordings', body }, recordingAdded),
    addFromAccount: (fathomRecordingId: number, options: OptionsInput = {}) =>
      ask({ method: 'POST', path: '/api/v1/recordings/from-fathom', body: { fathomRecordingId, options } }, recordingAdded),
    cancel: (id: string) => ask({ method: 'POST', path: `${one(id)}/cancel` }, jobView),
    editRecording: (id: string, edit: z.input<typeof editBody>) => ask({ method: 'PATCH', path: `${one(id)}/edit`, body: edit }, editAnswer),
    linkToSource: (id: string) => ask({ method: 'POST', path: `${one(id)}/source-link` }, sourceLink),
    readShareRules: (id: string) => ask({ path: `${one(id)}/share` }, shareRulesView),
    changeShareRules: (id: string, change: z.input<typeof shareRulesBody>) => ask({ method: 'PATCH', path: `${one(id)}/share`, body: change }, shareRulesView),
    renewShareLink: (id: string) => ask({ method: 'POST', path: `${one(id)}/share/renew` }, shareRulesView),
    readInsights: (id: string, signal?: AbortSignal) => ask({ path: `${one(id)}/insights`, signal }, insights),
    linkToViewers: (id: string) => ask({ method: 'POST', path: `${one(id)}/insights-link` }, insightsLink),
    retry: (id: string) => ask({ method: 'POST', path: `${one(id)}/retry` }, jobView),
    readQueue: (signal?: AbortSignal) => ask({ path: '/api/v1/queue', signal }, queueOverview),
  }
}

function libraryCalls({ ask }: Transport) {
  return {
    search: (q: string, signal?: AbortSignal) => ask({ path: `/api/v1/recordings/search?q=${encodeURIComponent(q)}`, signal }, searchAnswer),
    listBin: (signal?: AbortSignal) => ask({ path: '/api/v1/recordings/bin', signal }, recordingList),
    changeRecording: (id: string, change: z.input<typeof recordingChange>) => ask({ method: 'PATCH', path: `/api/v1/recordings/${encodeURIComponent(id)}`, body: change }, recordingSummary),
    bulk: (body: { action: z.input<typeof bulkBody>['action']; ids: string[]; add?: string[]; remove?: string[] }) => ask({ method: 'POST', path: '/api/v1/recordings/bulk', body }, bulkAnswer),
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
