/** One picture of a view. */
export interface Shot { view: string; width: number; theme: 'light' | 'dark' }

const [wide, narrow] = [1280, 390]

export function shotName({ view, width, theme }: Shot): string {
  return `${view}${width === narrow ? '-phone' : ''}${theme === 'dark' ? '-dark' : ''}`
}

/** What docs/gallery.md shows: parts with a sentence, each picture with its words. */
const gallery: { title: string; text: string; shots: [Shot, string][] }[] = [
  {
    title: 'Watch', text: 'What whoever has the link sees. No account is needed.',
    shots: [
      [{ view: 'share', width: wide, theme: 'light' }, 'The share page: player with chapters and reactions, transcript that follows along'],
      [{ view: 'share-comments', width: wide, theme: 'dark' }, 'Comments, each at its moment'],
      [{ view: 'share-search', width: narrow, theme: 'light' }, 'On a phone: a word found in the transcript'],
      [{ view: 'share', width: narrow, theme: 'dark' }, 'On a phone, dark'],
      [{ view: 'share-being-made', width: wide, theme: 'light' }, 'Before the video is made its recording plays, without what is cut'],
      [{ view: 'share-waiting', width: narrow, theme: 'light' }, 'Before that it is told how far it is'],
      [{ view: 'share-password', width: narrow, theme: 'dark' }, 'A link behind a password'],
    ],
  },
  {
    title: 'Make', text: 'From a link, a file or the Fathom account to a video.',
    shots: [
      [{ view: 'welcome', width: wide, theme: 'light' }, 'The first page'],
      [{ view: 'first-run', width: wide, theme: 'light' }, 'After signing up: three ways in, and a sample'],
      [{ view: 'sample-being-made', width: narrow, theme: 'light' }, 'Each step of the sample with what it is good for'],
      [{ view: 'queue', width: wide, theme: 'light' }, 'The queue: stage, percent and time left'],
    ],
  },
  {
    title: 'Find', text: 'Every word that was said is found.',
    shots: [
      [{ view: 'library', width: wide, theme: 'light' }, 'The library'],
      [{ view: 'library', width: narrow, theme: 'dark' }, 'The library on a phone'],
      [{ view: 'library-found', width: wide, theme: 'dark' }, 'Sentences that were found, each with its second'],
      [{ view: 'library-selected', width: wide, theme: 'light' }, 'Several at once'],
      [{ view: 'bin', width: narrow, theme: 'light' }, 'The bin'],
    ],
  },
  {
    title: 'Your page of a video', text: 'What only its owner sees.',
    shots: [
      [{ view: 'recording', width: wide, theme: 'light' }, 'Player, transcript and what was seen of it'],
      [{ view: 'editor', width: wide, theme: 'light' }, 'The editor: what is cut is struck through, what is selected can be cut'],
      [{ view: 'editor-chosen', width: wide, theme: 'dark' }, 'Cutting a few words'],
      [{ view: 'editor', width: narrow, theme: 'light' }, 'The editor on a phone'],
      [{ view: 'recording-insights', width: wide, theme: 'light' }, 'Who watched, and how far'],
      [{ view: 'recording-share', width: wide, theme: 'dark' }, 'Who may watch'],
      [{ view: 'recording-share', width: narrow, theme: 'light' }, 'The same on a phone'],
    ],
  },
  {
    title: 'Your account', text: 'Settings, mails, and whether everything works.',
    shots: [
      [{ view: 'settings-profile', width: wide, theme: 'light' }, 'Profile'],
      [{ view: 'settings-brand', width: wide, theme: 'light' }, 'The brand of new videos'],
      [{ view: 'settings-fathom', width: wide, theme: 'dark' }, 'The connected Fathom account'],
      [{ view: 'settings-api-keys', width: narrow, theme: 'light' }, 'Keys for scripts'],
      [{ view: 'outbox', width: wide, theme: 'light' }, 'The outbox'],
      [{ view: 'doctor', width: narrow, theme: 'light' }, 'The doctor'],
    ],
  },
]

export const galleryShots: ReadonlySet<string> = new Set(gallery.flatMap(({ shots }) => shots.map(([shot]) => shotName(shot))))

export function galleryPage(): string {
  const parts = gallery.map(({ title, text, shots }) => `## ${title}\n\n${text}\n\n${shots.map(([shot, words]) => `<img src="pictures/${shotName(shot)}.webp" width="${shot.width === narrow ? 260 : 760}" alt="${words}">\n\n*${words}*`).join('\n\n')}\n`)
  return `# Gallery\n\nViews of the product as they are, made by \`npm run pictures\` (which photographs all of them, narrow and wide, light and dark).\nFrames of its videos are in [gallery/](gallery/README.md).\n\n${parts.join('\n')}`
}
