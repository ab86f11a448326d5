/** Where to go after logging in: a path of this app, never another site. */
export function nextPage(next: string | string[] | undefined): string {
  return typeof next === 'string' && /^\/(?![/\\])[^\s\\]*$/.test(next) ? next : '/'
}
