/** What this browser alone keeps of somebody's work and watching. What it keeps for itself, its language or volume, is not theirs. */
const theirs = /^f2l\.(editor\.|draft\.|places$|guestName$)/
const unsavedEdit = /^f2l\.editor\./

export function hasUnsavedEdits(): boolean {
  return namesInStorage().some(name => unsavedEdit.test(name))
}

/** For whoever sits at this browser next. */
export function forgetPrivateTraces(): void {
  for (const name of namesInStorage()) {
    if (theirs.test(name)) globalThis.localStorage.removeItem(name)
  }
}

/** Where storage is forbidden nothing was kept. */
function namesInStorage(): string[] {
  try {
    return Object.keys(globalThis.localStorage)
  } catch (cause) {
    if (cause instanceof DOMException) return []
    throw cause
  }
}
