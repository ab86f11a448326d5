import type { DoctorFinding } from '@f2l/common/contracts/doctor.ts'

export function good(name: string, detail: string): DoctorFinding {
  return { name, state: 'good', detail, remedy: null }
}

export function warn(name: string, detail: string, remedy: string): DoctorFinding {
  return { name, state: 'warn', detail, remedy }
}

export function bad(name: string, detail: string, remedy: string): DoctorFinding {
  return { name, state: 'bad', detail, remedy }
}
