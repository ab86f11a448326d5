import { count } from './count.ts'

export const welcome = {
  sample: 'No meeting at hand? A sample comes with it.',
  headline: 'Show the meeting, not the hour.',
  text: 'Paste a Fathom link and get a short, captioned video with chapters, a speaker bubble and a synced transcript, on a page you can share.',
  steps: [
    { title: 'Paste a link', text: 'Or connect your Fathom account, or drop a file.' },
    { title: 'We cut the silence', text: 'Speech stays whole; every cut is listed with its reason.' },
    { title: 'Share one link', text: 'An e-mail tells you when the video is ready.' },
  ],
}

export const add = {
  title: 'Make a video', asInBrand: 'As in Settings → Brand', byLink: 'Paste a link', linkField: 'Fathom link', byFile: 'Upload a file', fromAccount: 'Fathom account',
  linkPlaceholder: 'https://fathom.video/share/…', linkHint: 'A share link, or a link to a call of your connected account.',
  make: 'Make video', missingLink: 'Paste a Fathom link first.',
  added: (title: string) => `“${title}” is in the queue.`, alreadyThere: (title: string) => `“${title}” is already in your library.`,
  drop: 'Drop a video or audio file here', dropNow: 'Drop to add it', or: 'or', choose: 'Choose a file', changeFile: 'Choose another file',
  media: 'Video or audio file', transcript: 'Transcript', transcriptHint: 'VTT, SRT, TXT or JSON. Without one there are captions only where speech-to-text is set up.', chooseTranscript: 'Add a transcript', removeTranscript: 'Remove transcript',
  upload: 'Upload and make video', uploading: 'Uploading', uploadProgress: (sent: string, total: string) => `${sent} of ${total}`, missingFile: 'Choose a video or audio file first.',
  options: 'Options', videoTitle: 'Title', titleHint: 'Shown on the title card and the share page. Empty: the title of the meeting.',
  captions: 'Captions', captionsChoices: { sidecar: 'Can be switched on', burned: 'Burnt into the picture', none: 'None' },
  bubble: 'Speaker bubble', bubbleChoices: { auto: 'Face of the speaker', initials: 'Initials', none: 'None' },
  trim: 'Cut out silences and filler words',
}

export const library = {
  title: 'Library', restricted: 'Not open to everyone', listLabel: 'Recordings', count: (value: number) => count(value, 'recording', 'recordings'),
  watch: 'Watch', watchNow: 'Watch now', retry: 'Try again', cancel: 'Cancel',
  cancelled: (title: string) => `“${title}” is cancelled.`, requeued: (title: string) => `“${title}” is back in the queue.`,
  sources: { 'fathom-share': 'Fathom link', 'fathom-account': 'Fathom account', 'upload': 'Upload', 'url': 'Link' },
  lengthChange: (before: string, after: string) => `${before} → ${after}`,
  lengthSpoken: (before: string, after: string) => `${before} before, ${after} after`,
}

export const librarySearch = {
  field: 'Search', placeholder: 'Search titles, people, tags and every sentence', key: '/', clear: 'Clear search', results: 'Search results', searching: 'Searching…',
  found: (value: number) => count(value, 'recording found', 'recordings found'), most: (value: number) => `The best ${value} recordings`,
  more: (value: number) => count(value, 'more sentence', 'more sentences'), cutAway: 'Not in the video', at: (time: string) => `At ${time}:`, says: (name: string) => `${name}:`,
  nothingTitle: 'Nothing found', nothingText: (q: string) => `No sentence, title, person or tag fits “${q}”. Fewer or shorter words find more.`,
  filteredText: 'With these filters nothing is left. Without them there may be more.', failed: 'The search did not work',
}

export const libraryView = {
  filters: 'Filter and sort', state: 'State', anyState: 'Any state', tag: 'Tag', anyTag: 'Any tag', source: 'Source', anySource: 'Any source', tagCount: (tag: string, value: number) => `${tag} (${value})`,
  sort: 'Sort by', sorts: { newest: 'Newest', title: 'Title', longest: 'Longest', views: 'Most viewed' }, clear: 'Clear filters', showing: (shown: number, all: number) => `${shown} of ${all}`,
  noneTitle: 'Nothing here', noneText: 'No recording passes these filters.', showMore: (value: number) => `Show ${value} more`,
  views: (value: number) => count(value, 'view', 'views'), comments: (value: number) => count(value, 'comment', 'comments'),
}

export const selection = {
  select: (title: string) => `Select ${title}`, bar: 'Selected recordings', count: (value: number) => `${value} selected`, all: (value: number) => `Select all ${value}`, clear: 'Clear selection', tags: 'Tags', bin: 'Move to bin',
}

export const tags = {
  title: 'Tags', edit: 'Tags…', titleOf: (title: string) => `Tags of “${title}”`, titleMany: (value: number) => `Tags of ${value} recordings`, add: 'Find or add a tag', hint: 'Press Enter to add it.',
  addTyped: (tag: string) => `Add “${tag}”`, none: 'No tags yet.', save: 'Save tags', saved: (value: number) => value === 1 ? 'The tags are saved.' : `The tags of ${value} recordings are saved.`, most: (value: number) => `At most ${value} for each recording.`,
}

export const rename = {
  action: 'Rename', field: (title: string) => `New name of ${title}`, done: (title: string) => `It is called “${title}” now.`,
}

export const bin = {
  title: 'Bin', open: 'Bin', text: (days: number) => `What lies here is deleted after ${count(days, 'day', 'days')}. Until then its link works for nobody but you.`, byItself: (days: number) => `Recordings that nobody changes for ${count(days, 'day', 'days')} come here by themselves.`, listLabel: 'Recordings in the bin',
  put: (title: string) => `“${title}” is in the bin.`, putMany: (value: number) => `${count(value, 'recording is', 'recordings are')} in the bin.`, undo: 'Undo', restored: (value: number) => value === 1 ? 'The recording is back.' : `${value} recordings are back.`,
  move: 'Move to bin', restore: 'Restore', restoreOf: (title: string) => `Restore ${title}`, restoreAll: 'Restore all', erase: 'Delete for good', eraseOf: (title: string) => `Delete for good: ${title}`, empty: 'Empty the bin',
  left: (value: number) => value < 1 ? 'Deleted today' : `Deleted in ${count(value, 'day', 'days')}`, since: (when: string) => `put here ${when}`,
  eraseTitle: 'Delete for good?', eraseText: (title: string) => `“${title}”, its video, comments and views are deleted. This cannot be undone.`, emptyTitle: 'Empty the bin?', emptyText: (value: number) => `${count(value, 'recording is', 'recordings are')} deleted with video, comments and views. This cannot be undone.`,
  erased: (value: number) => count(value, 'recording is deleted.', 'recordings are deleted.'), partly: (done: number, failed: number, reason: string) => `${done} done, ${failed} not: ${reason}`,
  nothingTitle: 'The bin is empty', nothingText: 'What you delete lies here for a while and can be restored.', lies: 'This recording lies in the bin',
}
