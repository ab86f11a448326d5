import type { SharePage } from '@f2l/common/contracts/api.ts'
import type { ShutReason } from '@f2l/common/contracts/shut-reasons.ts'
import { createResource, type Accessor, type Resource } from 'solid-js'
import { renewSession, shutReasonOf } from '../api/open-share-link.ts'
import { readSharePage } from '../api/read-share-page.ts'

export interface SharedPage {
  page: Resource<SharePage>
  /** Why the link does not open for whoever is here; null while it does, or while that is not known. */
  shut: Accessor<ShutReason | null>
  readAgain: () => void
}

/** What a link shows to whoever is here. A frame on another site has no session to renew. */
export function createSharedPage(token: Accessor<string>, { isEmbed = false } = {}): SharedPage {
  const [page, { refetch }] = createResource(token, isEmbed ? readSharePage : readAsMember)
  return { page, shut: () => shutReasonOf(page.error), readAgain: () => void refetch() }
}

async function readAsMember(token: string): Promise<SharePage> {
  try {
    return await readSharePage(token)
  } catch (error) {
    if (shutReasonOf(error) === null || !await renewSession()) throw error
    return readSharePage(token)
  }
}
