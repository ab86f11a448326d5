import type { DoctorFinding } from '@f2l/common/contracts/doctor.ts'
import type { Patient } from './examine.ts'
import { bad, good, warn } from './finding.ts'

const patienceMs = 5000
/** Leases and the times of retries are PocketBase's. */
const mostSecondsApart = 5

/** Whether it answers, takes our sign-in, and tells the same time. */
export async function examinePocketBase({ config, client, signal }: Patient): Promise<DoctorFinding[]> {
  const name = 'PocketBase'
  const answer = await fetch(`${config.PB_URL}/api/health`, { signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]) }).catch(() => null)
  if (!answer?.ok) return [bad(name, 'It does not answer.', '`npm start` starts it; PB_URL says where it is looked for.')]
  const isIn = await client.call(pb => pb.collection('users').getList(1, 1, { skipTotal: true })).then(() => true, () => false)
  if (!isIn) return [bad(name, 'It answers, but does not take our sign-in.', 'PB_ADMIN_EMAIL and PB_ADMIN_PASSWORD must be the ones that it was started with.')]
  return [good(name, 'It answers and takes our sign-in.'), clockFinding(answer.headers.get('date'))]
}

function clockFinding(told: string | null): DoctorFinding {
  const apart = told === null ? NaN : Math.abs(Date.parse(told) - Date.now()) / 1000
  const year = new Date().getUTCFullYear()
  const remedy = 'Let the machine set its clock by itself (`timedatectl set-ntp true`).'
  if (year < 2025) return bad('Clock', `This machine believes that it is ${year}: links and sign-ins would be void.`, remedy)
  if (!Number.isFinite(apart)) return warn('Clock', 'PocketBase does not tell its time.', remedy)
  return apart > mostSecondsApart ? bad('Clock', `PocketBase and the web server are ${Math.round(apart)} seconds apart.`, remedy) : good('Clock', 'PocketBase and the web server tell the same time.')
}

export async function examineWorkers({ queue }: Patient): Promise<DoctorFinding[]> {
  const name = 'Workers'
  const counts = await queue.counts().catch(() => null)
  if (counts === null) return [bad(name, 'The queue cannot be asked.', 'Mend PocketBase first.')]
  if (counts.workersOnline === 0) return [bad(name, 'None was heard of in the last minute and a half: nothing is converted.', '`npm start` starts one; one on another machine needs the same WORKER_SECRET and a way to PocketBase.')]
  const line = `${counts.running} running, ${counts.waiting} waiting`
  return [good(name, `${counts.workersOnline === 1 ? 'One is' : `${counts.workersOnline} are`} online (${line}).`)]
}
