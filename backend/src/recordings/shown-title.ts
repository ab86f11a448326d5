import { recordingEdit } from '@f2l/common/contracts/api.ts'

const longest = recordingEdit.shape.title.maxLength!

/** A recording's title as it can be edited: those of Fathom may be longer than one that is typed, and are cut where a sign ends. */
export function editableTitle(title: string): string {
  const cut = title.trim().slice(0, longest).replace(/[\ud800-\udbff]$/, '').trim()
  return cut === '' ? 'Recording' : cut
}
