/** One picture of a view. */
export interface Shot { view: string; width: number; theme: 'light' | 'dark' }

const [wide, narrow] = [1280, 390]

export function shotName({ view, width, theme }: Shot): string {
  return `${view}${width === narrow ? '-phone' : ''}${theme === 'dark' ? '-dark' : ''}`
}

const looks = {
  light: { width: wide, theme: 'light' }, dark: { width: wide, theme: 'dark' },
  phone: { width: narrow, theme: 'light' }, phoneDark: { width: narrow, theme: 'dark' },
} as const satisfies Record<string, Omit<Shot, 'view'>>

type Picture = [view: string, look: keyof typeof looks, words: string]
interface Part { title: string; text: string; pictures: Picture[] }

/** What docs/gallery.md shows, every view at least once: parts with a sentence, each picture with its words. */
const gallery: Part[] = [
  {
    title: 'Watch', text: 'What whoever has the link sees. No account is needed.',
    pictures: [
      ['share', 'light', 'The share page: player with chapters and reactions, transcript that follows along'],
      ['share-comments', 'dark', 'Comments, each at its moment'],
      ['share-playing', 'light', 'Playing, with captions'],
      ['share-transcript-files', 'dark', 'The transcript as a file'],
      ['share-keys', 'light', 'Every key of the player'],
      ['share-being-made', 'light', 'Before the video is made its recording plays, without what is cut'],
      ['embed', 'light', 'In somebody else\'s page'],
      ['embed-being-made', 'dark', 'The same while the video is being made'],
      ['share', 'phoneDark', 'On a phone'],
      ['share-search', 'phone', 'A word found in the transcript'],
      ['share-chapters', 'phoneDark', 'Chapters'],
      ['share-waiting', 'phone', 'Before there is anything to watch it is told how far it is'],
      ['share-password', 'phoneDark', 'A link behind a password'],
      ['share-wrong-password', 'phone', 'Not the password'],
      ['share-sign-in', 'phoneDark', 'A link for named people'],
      ['share-expired', 'phone', 'A link that has ended'],
      ['share-gone', 'phoneDark', 'No such link'],
      ['embed-waiting', 'phone', 'An embed that waits'],
      ['embed-password', 'phoneDark', 'An embed behind a password'],
    ],
  },
  {
    title: 'Come in', text: 'Signing up, signing in, and what can go wrong with it.',
    pictures: [
      ['welcome', 'light', 'The first page'],
      ['log-in', 'dark', 'Logging in'],
      ['register', 'phone', 'Signing up'],
      ['register-refused', 'phoneDark', 'Nothing was typed'],
      ['log-in-failed', 'phone', 'A wrong password'],
      ['forgot', 'phoneDark', 'A forgotten password'],
      ['reset', 'phone', 'A new one'],
      ['verify-failed', 'phoneDark', 'A link from a mail that is too old'],
      ['not-found', 'phone', 'A page that does not exist'],
    ],
  },
  {
    title: 'Make', text: 'From a link, a file or the Fathom account to a video.',
    pictures: [
      ['first-run', 'light', 'After signing up: three ways in, and a sample'],
      ['fathom-connect', 'dark', 'Connecting Fathom'],
      ['library-account', 'light', 'Meetings of the Fathom account'],
      ['library-options', 'dark', 'How the video is to be made'],
      ['queue', 'light', 'The queue: stage, percent and time left'],
      ['recording-being-made', 'dark', 'One that is being made'],
      ['sample-being-made', 'phone', 'Each step of the sample with what it is good for'],
      ['library-file', 'phoneDark', 'A file'],
      ['queue-cancel', 'phone', 'Cancelling'],
      ['recording-failed', 'phoneDark', 'What failed, and what can be done'],
      ['queue-empty', 'phone', 'An empty queue'],
    ],
  },
  {
    title: 'Find', text: 'Every word that was said is found.',
    pictures: [
      ['library', 'light', 'The library'],
      ['library-found', 'dark', 'Sentences that were found, each with its second'],
      ['library-selected', 'light', 'Several at once'],
      ['bin', 'dark', 'The bin'],
      ['library', 'phoneDark', 'The library on a phone'],
      ['library-menu', 'phone', 'What can be done with one'],
      ['library-rename', 'phoneDark', 'A new title'],
      ['library-tags', 'phone', 'Tags'],
      ['library-nothing-found', 'phoneDark', 'Nothing found'],
      ['library-filtered-away', 'phone', 'Nothing left by the filters'],
      ['bin-erase', 'phoneDark', 'Deleting for good'],
      ['bin-empty', 'phone', 'An empty bin'],
    ],
  },
  {
    title: 'Your page of a video', text: 'What only its owner sees.',
    pictures: [
      ['recording', 'light', 'Player, transcript and what was seen of it'],
      ['recording-share', 'dark', 'Who may watch'],
      ['recording-insights', 'light', 'Who watched, and how far'],
      ['editor-chosen', 'dark', 'Cutting a few words'],
      ['editor', 'light', 'The editor: what is cut is struck through, what is selected can be cut'],
      ['editor-catch-up', 'light', 'What a catch-up of two minutes would leave out'],
      ['editor-look', 'dark', 'Bubble, captions and colours, with a true frame'],
      ['editor-chapters', 'light', 'Chapters'],
      ['editor-keys', 'dark', 'Every key of the editor'],
      ['editor', 'phone', 'The editor on a phone'],
      ['editor-speakers', 'phoneDark', 'Who is who'],
      ['recording-share', 'phone', 'Sharing on a phone'],
      ['recording-gone', 'phoneDark', 'No such recording'],
    ],
  },
  {
    title: 'Your account', text: 'Settings, mails, and whether everything works.',
    pictures: [
      ['settings-profile', 'light', 'Profile'],
      ['settings-fathom', 'dark', 'The connected Fathom account'],
      ['settings-brand', 'light', 'The brand of new videos'],
      ['settings-mail', 'dark', 'An own mail server'],
      ['outbox', 'light', 'The outbox'],
      ['doctor', 'dark', 'The doctor: what works, and what to do about the rest'],
      ['settings', 'phone', 'All settings'],
      ['settings-api-keys', 'phoneDark', 'Keys for scripts'],
      ['settings-api-key-new', 'phone', 'A new key'],
      ['settings-sessions', 'phoneDark', 'Where one is signed in'],
      ['settings-activity', 'phone', 'What happened to the account'],
      ['settings-usage', 'phoneDark', 'What is used of what may be'],
      ['settings-export', 'phone', 'Everything of oneself as one file'],
      ['settings-delete', 'phoneDark', 'Deleting the account'],
      ['account-menu', 'phone', 'The menu'],
      ['outbox-text', 'phoneDark', 'A mail as plain text'],
      ['outbox-empty', 'phone', 'An empty outbox'],
    ],
  },
]

const shotOf = ([view, look]: Picture): Shot => ({ view, ...looks[look] })

export const galleryShots: readonly Shot[] = gallery.flatMap(({ pictures }) => pictures.map(shotOf))

export function galleryPage(): string {
  return `# Gallery\n\nEvery view of the product as it is, made by \`npm run pictures\` (which photographs all of them narrow and wide, light and dark).\nFrames of its videos are in [gallery/](gallery/README.md).\n\n${gallery.map(partOf).join('\n')}`
}

function partOf({ title, text, pictures }: Part): string {
  const [broad, slim] = [pictures.filter(picture => shotOf(picture).width === wide), pictures.filter(picture => shotOf(picture).width === narrow)]
  return `## ${title}\n\n${text}\n\n${table(broad, 2, 420)}\n${table(slim, 4, 200)}`
}

function table(pictures: Picture[], columns: number, width: number): string {
  const rows = Array.from({ length: Math.ceil(pictures.length / columns) }, (_, row) => pictures.slice(row * columns, (row + 1) * columns))
  return `<table>\n${rows.map(row => `<tr>\n${row.map(picture => cell(picture, width)).join('\n')}\n</tr>`).join('\n')}\n</table>\n`
}

function cell(picture: Picture, width: number): string {
  const words = picture[2]
  const file = `pictures/${shotName(shotOf(picture))}.webp`
  return `<td valign="top"><a href="${file}"><img src="${file}" width="${width}" alt="${words}"></a><br>${words}</td>`
}
