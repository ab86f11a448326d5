/** Small choices kept in this browser. Where storage is forbidden they last as long as the page. */
export function readRemembered(name: string): string | null {
  try {
    return globalThis.localStorage.getItem(`f2l.${name}`)
  } catch (cause) {
    return ignoreForbidden(cause, null)
  }
}

export function remember(name: string, value: string): void {
  try {
    globalThis.localStorage.setItem(`f2l.${name}`, value)
  } catch (cause) {
    ignoreForbidden(cause, undefined)
  }
}

export function forget(name: string): void {
  try {
    globalThis.localStorage.removeItem(`f2l.${name}`)
  } catch (cause) {
    ignoreForbidden(cause, undefined)
  }
}

/** Private windows, full disks and embeds with blocked storage all throw a DOMException. */
function ignoreForbidden<T>(cause: unknown, instead: T): T {
  if (cause instanceof DOMException) return instead
  throw cause
}
