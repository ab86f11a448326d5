import { createComputed } from 'solid-js'

/** For a window without a button of its own: when it closes, the focus goes back to where it was when it opened. */
export function createFocusReturn(isOpen: () => boolean): (event: Event) => void {
  let opener: Element | null = null
  createComputed(() => { if (isOpen()) opener = document.activeElement })
  return event => {
    event.preventDefault()
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus()
  }
}
