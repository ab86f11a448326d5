import type { ShareDraft } from '@f2l/common/contracts/api.ts'
import { readShared } from './read-share-page.ts'

/** What a share link shows while its video is being made; `isKnown` leaves out the page that one has. @throws ApiError */
export function readShareDraft(token: string, isKnown: boolean): Promise<ShareDraft> {
  return readShared<ShareDraft>(`/api/v1/share/${encodeURIComponent(token)}/draft${isKnown ? '?known=1' : ''}`, ['token', 'title', 'state', 'page', 'timeMap'])
}
