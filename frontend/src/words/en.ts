const plural = new Intl.PluralRules('en')
const count = (value: number, one: string, many: string): string => `${value} ${plural.select(value) === 'one' ? one : many}`

/** Every word a person sees, except what the server says (errors, titles, mails). */
export const en = {
  product: 'Fathom-to-Loom',
  titleOf: (page: string) => `${page} · Fathom-to-Loom`,
  arrow: '→',

  common: {
    cancel: 'Cancel', close: 'Close', retry: 'Try again', delete: 'Delete', loading: 'Loading…', open: 'Open', dismiss: 'Dismiss',
    copyLink: 'Copy link', copied: 'Copied', copyFailed: 'Could not copy', more: 'More actions', download: 'Download', optional: 'optional',
    skipToContent: 'Skip to content', back: 'Back',
  },
  errors: {
    offline: 'The server cannot be reached. Check your connection and try again.',
    unexpected: 'Something went wrong on our side. Try again in a moment.',
    couldNotLoad: 'This could not be loaded',
    streamLost: 'Live updates are interrupted; this page reconnects by itself.',
    pageTitle: 'Page not found',
    pageText: 'There is nothing at this address. The link may be old or mistyped.',
    toLibrary: 'Go to the start page',
    crashed: 'This page stopped working',
  },

  nav: {
    main: 'Main', library: 'Library', queue: 'Queue', outbox: 'Outbox', fathom: 'Fathom account',
    account: 'Account menu', logOut: 'Log out', signedInAs: 'Signed in as',
  },
  unverified: {
    text: (email: string) => `Please confirm your e-mail address ${email}: we have sent you a link.`,
    outboxText: 'Please confirm your e-mail address. No mail server is set up here, so your mails lie in the outbox.',
    toOutbox: 'Open the outbox',
  },

  welcome: {
    headline: 'Show the meeting, not the hour.',
    text: 'Paste a Fathom link and get a short, captioned video with chapters, a speaker bubble and a synced transcript, on a page you can share.',
    steps: [
      { title: 'Paste a link', text: 'Or connect your Fathom account, or drop a file.' },
      { title: 'We cut the silence', text: 'Speech stays whole; every cut is listed with its reason.' },
      { title: 'Share one link', text: 'An e-mail tells you when the video is ready.' },
    ],
  },

  account: {
    email: 'E-mail', password: 'Password', name: 'Name', newPassword: 'New password',
    showPassword: 'Show what I typed', hidePassword: 'Hide what I typed', passwordHint: 'At least 8 characters.',
    logInTitle: 'Log in', logIn: 'Log in', registerTitle: 'Create your account', register: 'Create account',
    noAccount: 'New here?', haveAccount: 'Already have an account?', forgotLink: 'Forgot your password?',
    invalidEmail: 'Enter an e-mail address like name@example.com.', shortPassword: 'The password needs at least 8 characters.',
    longPassword: 'The password may have at most 71 characters.', missingPassword: 'Enter your password.',
    checkMailTitle: 'Check your mail', checkMailText: (email: string) => `We have sent a link to ${email}. Open it to confirm your address, then log in.`,
    verifyTitle: 'Confirm your e-mail address', verifying: 'Confirming your address…',
    verifiedTitle: 'Your address is confirmed', verifiedText: 'Thank you. Everything is ready for your first video.', continue: 'Continue',
    verifyFailedTitle: 'This link did not work', verifyFailedText: 'Log in, and a new one is sent if your address still needs it.', missingToken: 'The link is incomplete. Open it again from the mail.',
    forgotTitle: 'Reset your password', forgotText: 'Tell us your e-mail address and we send you a link to choose a new password.',
    forgotSend: 'Send the link', forgotSentText: (email: string) => `If there is an account for ${email}, a link to choose a new password is on its way.`,
    askForLink: 'Ask for a new link', resetTitle: 'Choose a new password', reset: 'Save new password', resetDoneTitle: 'Your password is changed', resetDoneText: 'You can log in with it now.',
    backToLogIn: 'Back to log in',
  },

  add: {
    title: 'Make a video', byLink: 'Paste a link', linkField: 'Fathom link', byFile: 'Upload a file', fromAccount: 'Fathom account',
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
  },

  library: {
    title: 'Library', listLabel: 'Recordings', count: (value: number) => count(value, 'recording', 'recordings'),
    emptyTitle: 'Your videos appear here', emptyText: 'Paste a Fathom link above; the first video is usually ready in a few minutes.',
    deleteTitle: 'Delete this recording?', deleteText: (title: string) => `“${title}” and its video are deleted, and its share link stops working. This cannot be undone.`,
    deleted: (title: string) => `“${title}” is deleted.`, watch: 'Watch', watchNow: 'Watch now', retry: 'Try again', cancel: 'Cancel',
    cancelled: (title: string) => `“${title}” is cancelled.`, requeued: (title: string) => `“${title}” is back in the queue.`,
    sources: { 'fathom-share': 'Fathom link', 'fathom-account': 'Fathom account', 'upload': 'Upload', 'url': 'Link' },
    lengthChange: (before: string, after: string) => `${before} → ${after}`,
    lengthSpoken: (before: string, after: string) => `${before} before, ${after} after`,
  },
  states: { queued: 'In the queue', processing: 'In the works', ready: 'Ready', failed: 'Failed', cancelled: 'Cancelled' },

  job: {
    progress: (title: string) => `Progress of ${title}`,
    stages: {
      ingest: 'Fetching the recording', probe: 'Looking at the file', transcript: 'Reading or writing the transcript', analyse: 'Listening for speech',
      plan: 'Choosing the cuts', render: 'Making the video', package: 'Adding captions and poster', verify: 'Checking the result',
    },
    starting: 'Starting', waiting: 'Waiting in line', next: 'Next in line', place: (place: number) => `Place ${place} in line`,
    retryAt: (when: string) => `Tries again ${when}`, waitsUntil: (when: string) => `Goes on at ${when}`,
    left: (duration: string) => `about ${duration} left`, readyIn: (duration: string) => `ready in about ${duration}`, leftUnknown: 'time left is not known yet',
    attempt: (attempt: number) => `Attempt ${attempt}`, completed: 'Done', dead: 'Failed', cancelled: 'Cancelled',
    took: (duration: string) => `took ${duration}`,
  },

  queue: {
    title: 'Queue', listLabel: 'Your jobs', waiting: (value: number) => `${value} waiting`, running: (value: number) => `${value} running`,
    workers: (value: number) => count(value, 'worker online', 'workers online'),
    line: 'In line', runningLabel: 'Running', workersLabel: 'Workers online', everybody: 'of everybody', noWorkers: 'No worker is online. Jobs wait safely until one starts.',
    mine: 'Your jobs', emptyTitle: 'Nothing in the queue', emptyText: 'Videos you ask for show their progress here.', toLibrary: 'Make a video',
    cancelTitle: 'Cancel this job?', cancelText: (title: string) => `Work on “${title}” stops. You can start it again later.`, keep: 'Keep going', cancelJob: 'Cancel job',
    live: 'Live',
  },

  recording: {
    share: 'Share', openShare: 'Open share page', download: 'Download video', captions: 'Captions (VTT)', links: 'Links', details: 'Details',
    cuts: 'What was cut', cutCount: (value: number) => count(value, 'cut', 'cuts'), cutNone: 'Nothing was cut out of this recording.',
    cutSaved: (saved: string) => `${saved} shorter`, cutAt: 'At', cutLength: 'Length', cutReason: 'Why', cutSure: 'How sure',
    reasons: { silence: 'Silence', filler: 'Filler word', manual: 'By hand', 'left-out': 'Left out for length' }, playCut: (time: string) => `Play what was cut at ${time}`,
    cutDo: 'Play or undo', showCut: 'Show this place in the video', showCutAt: (time: string) => `Show the cut at ${time} in the video`,
    undo: 'Undo', undoAt: (time: string) => `Undo the cut at ${time}`, cutAgain: 'Cut again', cutAgainAt: (time: string) => `Cut again at ${time}`, restored: 'Taken back',
    cutPlayer: 'What was cut', cutPlayerTitle: (from: string, to: string) => `Cut from ${from} to ${to}`, cutPlayerText: 'From the recording as it came in, with two seconds before and after. The coloured part is not in the video.',
    cutPlayerFailed: 'Your browser cannot play this recording in its own format.',
    lengthChoice: 'Length', lengths: { 'tight': 'Tight: silences and fillers out', 'full': 'Full: nothing is cut', 'catch-up': 'Catch-up: about two minutes' },
    makeAgain: 'Make the video again', makeLater: 'The new version is in the works; change more when it is there.', noChanges: 'Undo cuts or choose another length first. The link stays the same.',
    changes: (value: number) => `${count(value, 'change', 'changes')}. The link stays the same, and this video stays until the new one is ready.`,
    remakeQueued: 'The new version is in the queue.', remakeTitle: 'A new version is being made', remakeText: 'Until it is ready, the link shows the video below.',
    remakeFailed: 'The new version could not be made; the video stays as it was', remakeCancelled: 'The new version was cancelled', remakeStays: 'The video stays as it was.',
    showAll: (value: number) => `Show all ${value}`, source: 'From', recordedAt: 'Recorded', addedAt: 'Added', length: 'Length',
    workingTitle: 'Your video is being made', workingText: 'You can leave this page: an e-mail tells you when it is ready.',
    failedTitle: 'This video could not be made', cancelledTitle: 'This job was cancelled', cancelledText: 'Start it again whenever you like.',
    checks: 'Checks', checksPassed: (passed: number, all: number) => `${passed} of ${all} hold`, checkHolds: 'Holds', checkFails: 'Does not hold',
    checkNames: {
      'streams-equal-length': 'Sound and picture are equally long', 'expected-length': 'As long as planned', 'not-black': 'No black picture', 'not-frozen': 'No frozen picture', 'pictures-in-place': 'Pictures in their order', 'bubble-in-place': 'The right face in the bubble',
      'cues-kept': 'Every line is still there', 'not-silent': 'No hole in the sound', 'in-sync': 'Sound in step', 'cuts-clean': 'No clipped word', 'loudness': 'Loudness', 'true-peak': 'Peaks', 'chapters': 'Chapters', 'captions-fit': 'Captions readable', 'fast-start': 'Plays at once', 'playable': 'Plays in a browser',
    },
    gone: 'This recording does not exist', goneText: 'It may have been deleted.',
  },

  fathom: {
    title: 'Fathom account', text: 'Connect your account once and pick meetings from a list, without copying links.',
    key: 'API key', keyHint: 'In Fathom: Settings → API Access. The key is encrypted here and never shown again.', connect: 'Connect',
    missingKey: 'Paste your Fathom API key.', connected: 'Connected', endsWith: (lastFour: string) => `Key ending in ${lastFour}`, checked: (when: string) => `checked ${when}`,
    replace: 'Replace key', disconnect: 'Disconnect', disconnectTitle: 'Disconnect Fathom?', disconnectText: 'The key is deleted. Your recordings and videos stay.',
    disconnected: 'Your Fathom account is disconnected.', nowConnected: 'Your Fathom account is connected.',
    meetings: 'Meetings', noMeetings: 'No meetings yet', noMeetingsText: 'Meetings recorded by Fathom appear here.', more: 'Show more',
    make: 'Make video', inLibrary: 'In your library', makeOf: (title: string) => `Make video of ${title}`,
    people: (names: string[], more: number) => more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', '),
    connectFirst: 'Connect your Fathom account to pick from your meetings.', toSettings: 'Connect account', all: 'All meetings',
  },

  outbox: {
    title: 'Outbox', listLabel: 'Mails', text: 'Every mail this product wrote to you.', noSmtp: 'No mail server is set up, so mails are not sent: they lie here, readable.',
    emptyTitle: 'No mails yet', emptyText: 'When a video is ready, its mail appears here.', to: 'To', choose: 'Choose a mail to read it.',
    delivery: { smtp: 'Sent', outbox: 'In the outbox' }, showText: 'Plain text', showHtml: 'Formatted', frame: (subject: string) => `Mail: ${subject}`,
  },

  draft: {
    note: 'This is the recording itself; what was cut is skipped.', ready: (duration: string) => `The finished video takes over in about ${duration}.`, readySoon: 'The finished video takes over by itself.',
    waitingTitle: (title: string) => `${title} is being made`, waitingText: 'This page goes on by itself as soon as there is something to watch.',
    unplayable: 'Your browser cannot play the recording in its own format, so the finished video is waited for.',
    failedText: 'This video could not be made yet. Whoever sent the link can start it again.', progress: 'Progress',
  },

  player: {
    again: 'Watch again', resume: (time: string) => `Continue at ${time}`,
    back: (seconds: number) => `−${seconds} s`, forward: (seconds: number) => `+${seconds} s`,
  },

  watch: {
    madeBy: (name: string) => `Shared by ${name}`, saved: (duration: string) => `${duration} of silence cut`, viewAs: 'View',
    player: 'Video player', play: 'Play', pause: 'Pause', mute: 'Mute', unmute: 'Unmute', volume: 'Volume', speed: 'Speed', speedValue: (rate: number) => `${rate}×`,
    captionsOn: 'Captions on', captionsOff: 'Captions off', fullscreen: 'Full screen', leaveFullscreen: 'Leave full screen', pip: 'Picture in picture',
    position: 'Position in the video', positionText: (now: string, total: string) => `${now} of ${total}`, buffering: 'Loading video',
    withKey: (label: string, key: string) => `${label} (${key})`, videoFailed: 'The video could not be played', videoFailedText: 'Check your connection and try again, or download the file.',
    transcript: 'Transcript', noTranscript: 'This video has no transcript.', chapters: 'Chapters', noChapters: 'This video has no chapters.', panel: 'Transcript and chapters', summary: 'Summary', actionItems: 'Action items', highlights: 'Highlights',
    search: 'Search the transcript', searchPlaceholder: 'Search', hits: (now: number, total: number) => `${now} of ${total}`, noHits: 'No hits', nextHit: 'Next hit', previousHit: 'Previous hit', clearSearch: 'Clear search',
    follow: 'Follow along', copyTranscript: 'Copy text', unknownSpeaker: 'Speaker', playFrom: (time: string) => `Play from ${time}`,
    copyAtTime: (time: string) => `Copy link at ${time}`, atTime: (time: string) => `At ${time}`, copyLink: 'Copy link', download: 'Download',
    done: 'Done', open: 'Open', assignee: (name: string) => `for ${name}`, notes: 'Notes on this video',
    goneTitle: 'This link does not work', goneText: 'It may be mistyped, or its owner has taken it back.', failedTitle: 'The video page could not be loaded',
    madeWith: 'Made with Fathom-to-Loom',
    shortcuts: 'Keyboard', shortcutList: [
      ['Space', 'play or pause'], ['← →', '5 seconds back or forward'], ['F', 'full screen'], ['C', 'captions'], ['M', 'mute'], ['< >', 'slower or faster'],
      [', .', 'one picture back or forward, while paused'], ['0 – 9', 'to that tenth of the video'], ['?', 'this list'],
    ] as [string, string][],
  },
}

export type Words = typeof en
