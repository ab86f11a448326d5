import type { SharePage } from '@f2l/common/contracts/api.ts'

/** What the player needs of a share page. */
export type PlayerPage = Pick<SharePage, 'token' | 'title' | 'videoUrl' | 'posterUrl' | 'captionsUrl' | 'storyboardUrl' | 'downloadUrl' | 'width' | 'height' | 'durationSeconds' | 'chapters'>
