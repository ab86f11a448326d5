export const watch = {
  lengthChange: (before: string, after: string) => `${before} → ${after}`, madeBy: (name: string) => `Shared by ${name}`, saved: (duration: string) => `${duration} of silence cut`,
  player: 'Video player', play: 'Play', pause: 'Pause', mute: 'Mute', unmute: 'Unmute', volume: 'Volume', speed: 'Speed', speedValue: (rate: number) => `${rate}×`,
  captions: 'Captions', captionsOn: 'Captions on', captionsOff: 'Captions off', fullscreen: 'Full screen', leaveFullscreen: 'Leave full screen', pip: 'Picture in picture',
  position: 'Position in the video', positionText: (now: string, total: string) => `${now} of ${total}`, buffering: 'Loading video',
  withKey: (label: string, key: string) => `${label} (${key})`, videoFailed: 'The video could not be played', videoFailedText: 'Check your connection and try again, or download the file.',
  transcript: 'Transcript', commentsTab: (value: number) => value > 0 ? `Comments ${value}` : 'Comments', noTranscript: 'This video has no transcript.', chapters: 'Chapters', noChapters: 'This video has no chapters.', panel: 'Transcript, chapters and comments', summary: 'Summary', actionItems: 'Action items', highlights: 'Highlights',
  search: 'Search the transcript', searchPlaceholder: 'Search', hits: (now: number, total: number) => `${now} of ${total}`, noHits: 'No hits', nextHit: 'Next hit', previousHit: 'Previous hit', clearSearch: 'Clear search',
  files: 'Download the transcript', fileKinds: [['txt', 'Text (TXT)'], ['srt', 'Subtitles (SRT)'], ['vtt', 'Captions (VTT)']] as [string, string][],
  follow: 'Follow along', lineSeen: (share: string) => `Seen by ${share}`, copyTranscript: 'Copy text', unknownSpeaker: 'Speaker', playFrom: (time: string) => `Play from ${time}`,
  copyAtTime: (time: string) => `Copy link at ${time}`, atTime: (time: string) => `At ${time}`, copyLink: 'Copy link', download: 'Download',
  done: 'Done', open: 'Open', assignee: (name: string) => `for ${name}`, notes: 'Notes on this video',
  failedTitle: 'The video page could not be loaded',
  shutTitles: {
    'share.password_required': 'This video needs a password', 'share.sign_in_required': 'Sign in to watch', 'share.not_for_you': 'This video is for other people',
    'share.expired': 'This link has expired', 'not_found': 'This link does not work',
  },
  madeWith: 'Made with Fathom-to-Loom',
  shortcuts: 'Keyboard', shortcutList: [
    ['Space', 'play or pause'], ['← →', '5 seconds back or forward'], ['F', 'full screen'], ['C', 'captions'], ['M', 'mute'], ['< >', 'slower or faster'],
    [', .', 'one picture back or forward, while paused'], ['0 – 9', 'to that tenth of the video'], ['?', 'this list'],
  ] as [string, string][],
}

export const player = {
  again: 'Watch again', newTab: '(opens in a new tab)', resume: (time: string) => `Continue at ${time}`,
  back: (seconds: number) => `−${seconds} s`, forward: (seconds: number) => `+${seconds} s`,
}
