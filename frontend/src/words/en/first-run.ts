export const firstRun = {
  title: 'See it work with a meeting of ours', text: 'A short product meeting of four people comes with this installation. One click turns it into a video like the ones yours will become, without Fathom and without the internet.',
  begin: 'Try the sample meeting', facts: 'You can delete it like any other recording.',
  gets: [
    { title: 'A shorter video', text: 'Silences and filler words are out; every cut can be heard and undone.' },
    { title: 'The speaker in a bubble', text: 'Whoever talks, taken out of the meeting picture.' },
    { title: 'A page to share', text: 'Captions, chapters and a transcript that follows along.' },
  ],
  makingTitle: 'Your first video is being made', makingText: 'This is what happens to every recording. The finished page opens by itself.', preparing: 'Getting the sample ready…', steps: 'Steps', stepDone: 'done',
  leave: 'You need not wait here: a mail tells you when it is ready, and it shows in your',
  about: {
    ingest: 'The recording is copied to where the work is done.', probe: 'Size, length and frames are measured.', transcript: 'Who said what, and when.', analyse: 'Speech, faces and what moves on the shared screen.',
    plan: 'Each cut gets a reason; no word is clipped.', render: 'Title card, bubble and even loudness.', package: 'Poster, preview, captions and chapters.', verify: 'The video proves that it is in sync and whole.',
  },
}
