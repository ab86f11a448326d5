export const draft = {
  note: 'This is the recording itself; what was cut is skipped.', ready: (duration: string) => `The finished video takes over in about ${duration}.`, readySoon: 'The finished video takes over by itself.',
  waitingTitle: (title: string) => `${title} is being made`, waitingText: 'This page goes on by itself as soon as there is something to watch.',
  unplayable: 'Your browser cannot play the recording in its own format, so the finished video is waited for.',
  failedText: 'This video could not be made yet. Whoever sent the link can start it again.', progress: 'Progress',
}
