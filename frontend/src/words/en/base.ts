export const product = 'Fathom-to-Loom'

export const titleOf = (page: string) => `${page} · ${product}`

export const common = {
  cancel: 'Cancel', close: 'Close', retry: 'Try again', delete: 'Delete', loading: 'Loading…', open: 'Open', dismiss: 'Dismiss',
  copyLink: 'Copy link', copied: 'Copied', copyFailed: 'Could not copy', more: 'More actions', download: 'Download', optional: 'optional',
  skipToContent: 'Skip to content', back: 'Back', showPassword: 'Show what I typed', hidePassword: 'Hide what I typed', language: 'Language',
}

export const errors = {
  offline: 'The server cannot be reached. Check your connection and try again.',
  unexpected: 'Something went wrong on our side. Try again in a moment.',
  couldNotLoad: 'This could not be loaded',
  serverAway: 'The server cannot be reached. This page goes on by itself once it is back.',
  newPage: 'This part of the page could not be loaded. It is tried again by itself.',
  pageTitle: 'Page not found',
  pageText: 'There is nothing at this address. The link may be old or mistyped.',
  toLibrary: 'Go to the start page',
}
