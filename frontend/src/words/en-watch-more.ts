export const watchMore = {
  files: 'Download the transcript',
  fileKinds: [['txt', 'Text (TXT)'], ['srt', 'Subtitles (SRT)'], ['vtt', 'Captions (VTT)']] as [string, string][],
  serverAway: 'The server cannot be reached. This page goes on by itself once it is back.',
  newPage: 'This part of the page could not be loaded. It is tried again by itself.',
}
