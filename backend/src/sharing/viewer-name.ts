import type { BackendDeps } from '../deps.ts'
import { publicName } from '../recordings/public-text.ts'
import type { Viewer } from './viewer.ts'

/** What somebody who is signed in is called in front of others; null for a guest, and where their account says no name. */
export async function viewerName({ identities }: Pick<BackendDeps, 'identities'>, { userId }: Pick<Viewer, 'userId'>): Promise<string | null> {
  return userId === null ? null : publicName((await identities.read(userId))?.name ?? '') || null
}
