import { count } from './count.ts'

/** Words of the editor's page. */
export const editor = {
  title: (recording: string) => `Edit ${recording}`, heading: 'Edit', back: 'Back to the recording',
  notReadyTitle: 'There is nothing to edit yet', notReadyText: 'As soon as the video is ready, its transcript can be edited here.',
  binned: 'This recording lies in the bin. Restore it to save changes.',
  sourceGone: 'What needs no new video can be changed all the same, such as chapters.', previewGone: 'There is nothing to play: the recording is not kept any more.',
  draftBack: 'Your unsaved changes are back.', draftPartly: 'This recording was changed elsewhere meanwhile. What you had changed at the same places was dropped; the rest is here.',
  discard: 'Discard', discarded: 'The changes are discarded.',

  transcript: 'Transcript', transcriptRole: 'transcript editor', noTranscript: 'Nobody wrote down what is said here. The cuts can be played and taken back all the same.',
  keys: 'Keys', keysTitle: 'Keys in the transcript',
  keysText: 'Arrow keys move, Shift selects, Delete cuts, Enter takes a cut back, Space plays.',
  keyList: [
    ['← → ↑ ↓', 'move through the words'], ['Shift + arrows', 'select'], ['Delete, Backspace', 'cut what is selected'], ['Enter', 'take a cut back, or cut it again'], ['Space', 'play from here, or pause'],
    ['P', 'play the cut with what is around it'], ['[ ]', 'to the cut before or after'], ['Home, End', 'start or end of the line; with Ctrl of all'], ['Ctrl + Z', 'undo'], ['Ctrl + Shift + Z, Ctrl + Y', 'redo'],
  ] as [string, string][],
  unknownSpeaker: 'Speaker', playFrom: (time: string) => `Play from ${time}`, chapterHere: (title: string) => `Chapter: ${title}`,
  reasons: { 'silence': 'Silence', 'filler': 'Filler word', 'manual': 'By hand', 'left-out': 'Left out' }, takenBack: 'Taken back',
  gapName: (reason: string, length: string, isBack: boolean) => isBack ? `${reason}, ${length}, taken back` : `${reason}, ${length}, cut`,
  tools: 'What to do with this place', cut: 'Cut', putBack: 'Put back', cutAgain: 'Cut again', playCut: 'Play the cut', playHere: 'Play from here',
  chosen: (words: number, length: string) => `${count(words, 'word', 'words')} · ${length}`,
  saidCut: (words: number, length: string) => words === 0 ? `Cut: ${length}` : `Cut: ${count(words, 'word', 'words')}, ${length}`, saidBack: 'Put back', saidAgain: 'Cut again', saidNothing: 'There is nothing to cut here',
  saidWord: (word: string, reason: string | null) => reason === null ? word : `${word}, cut: ${reason}`,

  preview: 'Preview', previewText: 'The recording without what this draft cuts', play: 'Play', pause: 'Pause', position: 'Position in the recording', positionText: (at: string, of: string) => `${at} of ${of}`, speed: 'Speed', speedValue: (speed: number) => `${speed}×`,
  previewFailed: 'Your browser cannot play this recording in its own format. It can be edited all the same.',

  panel: 'What of the video to change', tabs: { video: 'Video', chapters: 'Chapters', speakers: 'Speakers', look: 'Look' },
  length: 'Length', lengths: { 'tight': 'Tight', 'full': 'Full', 'catch-up': 'Catch-up' }, lengthTexts: { 'tight': 'Silences and fillers are out.', 'full': 'Only what you cut by hand is out.', 'catch-up': 'About two minutes of what matters most.' },
  results: (video: string, source: string) => `${video} of ${source}`, resultUnknown: (source: string) => `of ${source}; how long it gets shows once it is made`, resultLabel: 'The video will be',
  videoTitle: 'Title', videoTitleHint: 'On the share page, in the library and on the title card.', missingTitle: 'The video needs a title.',

  chaptersText: 'They keep their place, whatever is cut.', chaptersFound: 'These were found by us. Change one, and they are yours.', chaptersOwn: 'These are yours.', findAgain: 'Take those found by us again',
  addChapter: (time: string) => `Add at ${time}`, newChapter: 'New chapter', chapterTitle: (time: string) => `Title of the chapter at ${time}`, moveChapter: (title: string, time: string) => `Move “${title}” to ${time}`, removeChapter: (title: string) => `Remove the chapter “${title}”`,
  chapterTaken: 'A chapter begins there already.', missingChapter: 'Every chapter needs a title.', noChapters: 'There are no chapters.', showChapter: (title: string, time: string) => `${time}, show “${title}”`,

  speakersText: 'A name is changed everywhere: captions, transcript, bubble and title card.', shownAs: (name: string) => `Name of ${name}`, inTranscript: (name: string) => `In the transcript: ${name}`, hideSpeaker: 'No bubble while this person speaks', noSpeakers: 'The transcript names nobody.',

  frame: 'How it will look', frameOf: (time: string) => `A frame of the video at ${time}, drawn as it will be`, frameOfCard: 'The title card, drawn as it will be', frameAt: (time: string) => `At ${time}`, frameCard: 'Title card', frameDrawing: 'Drawing…', frameNone: 'The picture is drawn in a moment.',
  logo: 'Your logo on the title card', noLogo: 'You have no logo yet.',

  save: 'Save', undo: 'Undo', redo: 'Redo', saveBar: 'Save changes',
  nothingChanged: 'Nothing is changed yet.', looking: 'Looking what this changes…', unknownForecast: 'What it takes is not known right now.',
  atOnce: 'Saved at once, nothing is made again.', madeAgain: (pieces: string | null, time: string | null) => `The video is made again${pieces || time ? ': ' : ''}${[pieces, time].filter(Boolean).join(', ')}.`,
  pieces: (made: number, all: number) => `${made} of ${count(all, 'piece', 'pieces')}`, about: (time: string) => `about ${time}`, linkStays: 'Link, comments and views stay.',
  inTheWorks: 'A new version is being made. Prepare the next changes meanwhile; they can be saved when it is there.', nothingLeft: 'Nothing would be left of the video.', tooMany: 'These are more changes than can be saved at once.',
  saved: 'Saved.', savedAndMade: 'Saved. The new version is in the queue.', notSaved: (reason: string) => `Not saved: ${reason} Your changes are still here.`,
  leaveTitle: 'Leave without saving?', leaveText: 'Your changes stay in this browser and are here when you come back, but the video does not have them.', leave: 'Leave', stay: 'Stay',
}
