import { activityPage } from '@f2l/common/contracts/activity.ts'
import { exportLink, sessionList, usage, type changePasswordBody, type deleteAccountBody, type profileBody } from '@f2l/common/contracts/account.ts'
import { me, recordingAdded, sessionAnswer } from '@f2l/common/contracts/api.ts'
import { doctorReport } from '@f2l/common/contracts/doctor.ts'
import { jobLog } from '@f2l/common/contracts/job-log.ts'
import type { z } from 'zod'
import type { Transport } from './transport.ts'

/** What the settings, the first run, the queue's log and the doctor's page ask. Paths are those of `accountRoutes`. */
export function settingsCalls({ ask, tell }: Transport) {
  return {
    changeProfile: (body: z.input<typeof profileBody>) => ask({ method: 'PATCH', path: '/api/v1/me', body }, me),
    changePassword: (body: z.input<typeof changePasswordBody>) => ask({ method: 'POST', path: '/api/v1/me/password', body }, sessionAnswer),
    deleteAccount: (body: z.input<typeof deleteAccountBody>) => tell({ method: 'POST', path: '/api/v1/me/delete', body }),
    listSessions: (signal?: AbortSignal) => ask({ path: '/api/v1/me/sessions', signal }, sessionList),
    endSession: (id: string) => tell({ method: 'DELETE', path: `/api/v1/me/sessions/${encodeURIComponent(id)}` }),
    endOtherSessions: () => tell({ method: 'POST', path: '/api/v1/me/sessions/end-others' }),
    listActivity: (page: number) => ask({ path: `/api/v1/me/activity?page=${page}` }, activityPage),
    readUsage: (signal?: AbortSignal) => ask({ path: '/api/v1/me/usage', signal }, usage),
    linkToExport: () => ask({ method: 'POST', path: '/api/v1/me/export-link' }, exportLink),
    addSample: () => ask({ method: 'POST', path: '/api/v1/recordings/sample' }, recordingAdded),
    readJobLog: (id: string, signal?: AbortSignal) => ask({ path: `/api/v1/recordings/${encodeURIComponent(id)}/log`, signal }, jobLog),
    readDoctor: (signal?: AbortSignal) => ask({ path: '/api/v1/doctor', signal }, doctorReport),
  }
}
