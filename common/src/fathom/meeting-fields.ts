import { z } from 'zod'
import type { ActionItem, Highlight } from '../contracts/transcript.ts'
import { parseClock } from '../transcript-formats/clock.ts'
import { personName } from './person-name.ts'

/** Fields that share pages and the API have in common, read leniently: what is missing or of another type is null. */
export const lenientText = z.string().nullish().catch(null)
export const lenientList = <T extends z.ZodType>(item: T) => z.array(item.nullable().catch(null)).nullish().catch(null)

export const actionItemField = z.object({
  description: z.string(), completed: z.boolean().catch(false), recording_timestamp: lenientText,
  assignee: z.object({ name: lenientText }).nullish().catch(null),
})
export const highlightField = z.object({
  start_time: z.coerce.number().min(0), end_time: z.coerce.number().min(0), text: lenientText, summary: lenientText,
})

export function toActionItems(items: readonly (z.output<typeof actionItemField> | null)[] | null | undefined): ActionItem[] {
  return (items ?? []).filter(item => item !== null).map(item => ({
    text: item.description, at: item.recording_timestamp == null ? null : parseClock(item.recording_timestamp),
    assignee: personName(item.assignee?.name), isDone: item.completed,
  }))
}

export function toHighlights(items: readonly (z.output<typeof highlightField> | null)[] | null | undefined): Highlight[] {
  return (items ?? []).filter(item => item !== null)
    .map(item => ({ start: item.start_time, end: Math.max(item.start_time, item.end_time), text: item.text ?? item.summary ?? '' }))
}

/** ISO 8601, or null for what is no date. */
export function isoDate(text: string | null | undefined): string | null {
  const time = text == null ? Number.NaN : Date.parse(text)
  return Number.isNaN(time) ? null : new Date(time).toISOString()
}

/** Seconds in a `Retry-After` or `RateLimit-Reset` header. */
export function secondsIn(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,6}$/.test(header) ? Number(header) : undefined
}
