import { z } from 'zod'

/** One thing that the product needs: how it is, what was found, and what to do about it. Never a secret in it. */
export const doctorFinding = z.object({
  name: z.string(),
  /** `warn`: it works, but not as it should. */
  state: z.enum(['good', 'warn', 'bad']),
  detail: z.string(),
  remedy: z.string().nullable(),
})
export type DoctorFinding = z.output<typeof doctorFinding>
export const doctorReport = z.object({ checkedAt: z.string(), findings: z.array(doctorFinding) })
export type DoctorReport = z.output<typeof doctorReport>

export const doctorRoutes = {
  doctor: 'GET /api/v1/doctor', // → doctorReport, for operators
} as const
