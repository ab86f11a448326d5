import type { SharePage } from '@f2l/common/contracts/api.ts'

/** What the player needs of a share page. */
export type PlayerPage = Pick<SharePage, 'title' | 'videoUrl' | 'posterUrl' | 'captionsUrl' | 'downloadUrl' | 'width' | 'height' | 'durationSeconds' | 'chapters'>
