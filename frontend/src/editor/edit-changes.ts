import type { RecordingEdit } from '@f2l/common/contracts/api.ts'

type Field = keyof RecordingEdit
export type ChangedEdit = Partial<RecordingEdit>

/** The fields in which a draft differs from what is saved: all that is sent. */
export function changedEdit(draft: RecordingEdit, saved: RecordingEdit): ChangedEdit {
  return pick(draft, changedFields(draft, saved))
}

export function isChanged(draft: RecordingEdit, saved: RecordingEdit): boolean {
  return changedFields(draft, saved).length > 0
}

/**
 * A draft that began from `since`, where something else was saved meanwhile: what was changed on one side only stays;
 * `lost` names what was changed on both, where what is saved stands.
 */
export function rebased(draft: RecordingEdit, since: RecordingEdit, saved: RecordingEdit): { edit: RecordingEdit; lost: Field[] } {
  const mine = changedFields(draft, since)
  const lost = mine.filter(field => !isSame(since[field], saved[field]) && !isSame(draft[field], saved[field]))
  const kept = mine.filter(field => !lost.includes(field))
  return { edit: { ...saved, ...pick(draft, kept) }, lost }
}

function changedFields(one: RecordingEdit, other: RecordingEdit): Field[] {
  return (Object.keys(one) as Field[]).filter(field => !isSame(one[field], other[field]))
}

function pick(edit: RecordingEdit, fields: readonly Field[]): ChangedEdit {
  return Object.fromEntries(fields.map(field => [field, edit[field]]))
}

/** The same whatever the order in which fields were written, and with the room around words that the server leaves out. */
function isSame(one: unknown, other: unknown): boolean {
  if (typeof one === 'string' && typeof other === 'string') return one.trim() === other.trim()
  if (one === other || !isObject(one) || !isObject(other)) return one === other
  if (Array.isArray(one) && Array.isArray(other)) return one.length === other.length && one.every((inner, at) => isSame(inner, other[at]))
  // A field that is not set is no field.
  return Array.isArray(one) === Array.isArray(other) && [...new Set([...Object.keys(one), ...Object.keys(other)])].every(field => isSame(one[field], other[field]))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
