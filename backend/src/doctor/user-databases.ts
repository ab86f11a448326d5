import type { DoctorFinding } from '@f2l/common/contracts/doctor.ts'
import { z } from 'zod'
import type { Patient } from './examine.ts'
import { bad, good } from './finding.ts'

const name = 'People\'s databases'
/** So many are named; the admin panel lists all. */
const mostNamed = 5
const row = z.object({ name: z.string(), trouble: z.string() })

/** Whether everybody can get at their data. */
export async function examineUserDatabases({ client }: Patient): Promise<DoctorFinding[]> {
  const { items, totalItems } = await client.call(pb => pb.collection('user_databases').getList(1, mostNamed, { filter: 'status = "quarantined"', sort: 'name' }))
  if (totalItems === 0) return [good(name, 'None is in quarantine.')]
  const named = items.map(item => row.parse(item)).map(({ name: database, trouble }) => trouble === '' ? `${database} (by an operator)` : `${database} (${trouble})`)
  const more = totalItems > named.length ? ` and ${totalItems - named.length} more` : ''
  return [bad(name, `${totalItems} in quarantine: ${named.join(', ')}${more}.`, 'Their owners cannot sign in; nothing of theirs is lost. What a migration shut is tried again at every start; in the admin panel (user_databases) `ready` opens one by hand.')]
}
