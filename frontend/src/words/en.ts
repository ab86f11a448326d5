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
    main: 'Main', library: 'Library', queue: 'Queue', outbox: 'Outbox', fathom: 'Fathom account', settings: 'Settings',
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
    watch: 'Watch', watchNow: 'Watch now', retry: 'Try again', cancel: 'Cancel',
    cancelled: (title: string) => `“${title}” is cancelled.`, requeued: (title: string) => `“${title}” is back in the queue.`,
    sources: { 'fathom-share': 'Fathom link', 'fathom-account': 'Fathom account', 'upload': 'Upload', 'url': 'Link' },
    lengthChange: (before: string, after: string) => `${before} → ${after}`,
    lengthSpoken: (before: string, after: string) => `${before} before, ${after} after`,
  },
  librarySearch: {
    field: 'Search', placeholder: 'Search titles, people, tags and every sentence', key: '/', clear: 'Clear search', results: 'Search results', searching: 'Searching…',
    found: (value: number) => count(value, 'recording found', 'recordings found'), most: (value: number) => `The best ${value} recordings`,
    more: (value: number) => count(value, 'more sentence', 'more sentences'), cutAway: 'Not in the video', at: (time: string) => `At ${time}:`, says: (name: string) => `${name}:`,
    nothingTitle: 'Nothing found', nothingText: (q: string) => `No sentence, title, person or tag fits “${q}”. Fewer or shorter words find more.`,
    filteredText: 'With these filters nothing is left. Without them there may be more.', failed: 'The search did not work',
  },
  libraryView: {
    filters: 'Filter and sort', state: 'State', anyState: 'Any state', tag: 'Tag', anyTag: 'Any tag', source: 'Source', anySource: 'Any source', tagCount: (tag: string, value: number) => `${tag} (${value})`,
    sort: 'Sort by', sorts: { newest: 'Newest', title: 'Title', longest: 'Longest', views: 'Most viewed' }, clear: 'Clear filters', showing: (shown: number, all: number) => `${shown} of ${all}`,
    noneTitle: 'Nothing here', noneText: 'No recording passes these filters.', showMore: (value: number) => `Show ${value} more`,
    views: (value: number) => count(value, 'view', 'views'), comments: (value: number) => count(value, 'comment', 'comments'),
  },
  selection: {
    select: (title: string) => `Select ${title}`, bar: 'Selected recordings', count: (value: number) => `${value} selected`, all: (value: number) => `Select all ${value}`, clear: 'Clear selection', tags: 'Tags', bin: 'Move to bin',
  },
  tags: {
    title: 'Tags', edit: 'Tags…', titleOf: (title: string) => `Tags of “${title}”`, titleMany: (value: number) => `Tags of ${value} recordings`, add: 'Find or add a tag', hint: 'Press Enter to add it.',
    addTyped: (tag: string) => `Add “${tag}”`, none: 'No tags yet.', save: 'Save tags', saved: (value: number) => value === 1 ? 'The tags are saved.' : `The tags of ${value} recordings are saved.`, most: (value: number) => `At most ${value} for each recording.`,
  },
  rename: { action: 'Rename', field: (title: string) => `New name of ${title}`, done: (title: string) => `It is called “${title}” now.` },
  bin: {
    title: 'Bin', open: 'Bin', text: (days: number) => `What lies here is deleted after ${days} days. Until then its link works for nobody but you.`, listLabel: 'Recordings in the bin',
    put: (title: string) => `“${title}” is in the bin.`, putMany: (value: number) => `${count(value, 'recording is', 'recordings are')} in the bin.`, undo: 'Undo', restored: (value: number) => value === 1 ? 'The recording is back.' : `${value} recordings are back.`,
    move: 'Move to bin', restore: 'Restore', restoreOf: (title: string) => `Restore ${title}`, restoreAll: 'Restore all', erase: 'Delete for good', eraseOf: (title: string) => `Delete for good: ${title}`, empty: 'Empty the bin',
    left: (value: number) => value < 1 ? 'Deleted today' : `Deleted in ${count(value, 'day', 'days')}`, since: (when: string) => `put here ${when}`,
    eraseTitle: 'Delete for good?', eraseText: (title: string) => `“${title}”, its video, comments and views are deleted. This cannot be undone.`, emptyTitle: 'Empty the bin?', emptyText: (value: number) => `${count(value, 'recording is', 'recordings are')} deleted with video, comments and views. This cannot be undone.`,
    erased: (value: number) => count(value, 'recording is deleted.', 'recordings are deleted.'), partly: (done: number, failed: number, reason: string) => `${done} done, ${failed} not: ${reason}`,
    nothingTitle: 'The bin is empty', nothingText: 'What you delete lies here for a while and can be restored.', lies: 'This recording lies in the bin',
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

  settings: {
    title: 'Settings', profile: 'Profile', fathom: 'Fathom account', sessions: 'Sessions', export: 'Your data',
    save: 'Save', saved: 'Saved.', you: 'You', nameHint: 'Viewers of your videos see it.',
    passwordTitle: 'Password', passwordText: 'Changing it ends every other session.', currentPassword: 'Current password', changePassword: 'Change password', passwordChanged: 'Your password is changed. Every other session is over.',
    deleteTitle: 'Delete account', deletePoints: ['All recordings and videos are deleted, and every share link stops working at once.', 'Your name, address, stored keys and all files go with them.', 'Nobody can bring them back, not even we.'],
    deleteExport: 'You may want to take your data along first:', deleteOpen: 'Delete account…', deleteAddress: 'Your e-mail address', deleteTypeAddress: (email: string) => `Type ${email} to confirm.`,
    deleteNow: 'Delete everything now', deleted: 'Your account is deleted.',
    sessionsText: 'Browsers in which you are signed in. End what you do not know, and change your password then.',
    thisSession: 'This browser', lastUsed: (when: string) => `last used ${when}`, since: (date: string) => `signed in ${date}`,
    device: (browser: string | null, system: string | null) => browser !== null && system !== null ? `${browser} on ${system}` : browser ?? system ?? 'Unknown browser',
    endSession: 'End', endSessionOf: (device: string) => `End the session of ${device}`, sessionEnded: (device: string) => `The session of ${device} is over.`,
    endOthers: 'End all others', endOthersTitle: 'End all other sessions?', endOthersText: (value: number) => `${count(value, 'browser has', 'browsers have')} to sign in again. This one stays.`, othersEnded: 'All other sessions are over.',
    exportText: 'Take everything along as one archive. It is made while you fetch it, however large it is.',
    exportPoints: ['Every recording as it came in, and every finished video', 'Transcripts, captions, chapters, and each cut with its reason', 'The database of your account (SQLite), without stored keys and passwords'],
    exportNow: 'Download my data', exportBegun: (recordings: number, size: string) => `The download has begun: ${count(recordings, 'recording', 'recordings')}, about ${size}. It is a .tar archive, which Windows, macOS and Linux open.`,
  },

  firstRun: {
    title: 'See it work with a meeting of ours', text: 'A short product meeting of four people comes with this installation. One click turns it into a video like the ones yours will become, without Fathom and without the internet.',
    begin: 'Try the sample meeting', facts: 'You can delete it like any other recording.', guest: 'No meeting at hand? A sample comes with it.',
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
  },

  jobLog: {
    title: 'Log', empty: 'No step is finished yet.', atOnce: 'at once',
    stages: {
      ingest: 'Recording fetched', probe: 'File read', transcript: 'Transcript', analyse: 'Listened and looked', plan: 'Cuts chosen', render: 'Video made', package: 'Captions, chapters and poster added', verify: 'Result checked',
    },
    /** The figures of a stage as one line; empty where it has none. */
    found: (found: Partial<Record<'sourceSeconds' | 'width' | 'height' | 'lines' | 'speakers' | 'speechSeconds' | 'faces' | 'cuts' | 'keptShare' | 'chapters' | 'checks' | 'checksHeld', number | undefined>>, time: (seconds: number) => string, percent: (share: number) => string) => [
      found.sourceSeconds === undefined ? '' : `${time(found.sourceSeconds)} long`, found.width === undefined || found.height === undefined ? '' : `${found.width} × ${found.height}`,
      found.lines === undefined ? '' : count(found.lines, 'line', 'lines'), found.speakers === undefined ? '' : count(found.speakers, 'speaker', 'speakers'),
      found.speechSeconds === undefined ? '' : `${time(found.speechSeconds)} of speech`, found.faces === undefined ? '' : count(found.faces, 'face known', 'faces known'),
      found.cuts === undefined ? '' : count(found.cuts, 'cut', 'cuts'), found.keptShare === undefined ? '' : `${percent(found.keptShare)} kept`, found.chapters === undefined ? '' : count(found.chapters, 'chapter', 'chapters'),
      found.checks === undefined || found.checksHeld === undefined ? '' : `${found.checksHeld} of ${found.checks} checks hold`,
    ].filter(part => part !== '').join(', '),
  },

  doctor: {
    title: 'Doctor', looking: 'Looking at this installation…', again: 'Look again', checkedAt: (when: string) => `Looked at ${when}, on the machine of the web server`,
    states: { good: 'Good', warn: 'Could be better', bad: 'Broken' },
    summary: (broken: number, weak: number) => broken > 0 ? `${count(broken, 'thing is', 'things are')} broken.` : weak > 0 ? `Everything works; ${count(weak, 'thing', 'things')} could be better.` : 'Everything is as it should be.',
    terminal: 'The same in a terminal: npm run doctor', shut: 'This page is for operators', shutText: 'Whoever runs this installation sees here whether everything works.',
  },

  outbox: {
    title: 'Outbox', listLabel: 'Mails', text: 'Every mail this product wrote to you.', noSmtp: 'No mail server is set up, so mails are not sent: they lie here, readable.',
    emptyTitle: 'No mails yet', emptyText: 'When a video is ready, its mail appears here.', to: 'To', choose: 'Choose a mail to read it.',
    delivery: { smtp: 'Sent', outbox: 'In the outbox' }, showText: 'Plain text', showHtml: 'Formatted', frame: (subject: string) => `Mail: ${subject}`,
  },

  comments: {
    tab: 'Comments', tabCount: (value: number) => value > 0 ? `Comments ${value}` : 'Comments',
    write: 'Write a comment', placeholder: 'Write a comment…', send: 'Comment', sendKeys: 'Ctrl or Cmd + Enter', said: 'Your comment is there.',
    place: 'Where the comment stands', wholeVideo: 'Whole video', missingText: 'Write something first.',
    yourName: 'Your name', missingName: 'Say your name first.', as: (name: string) => `as ${name}`, changeName: (name: string) => `You write as ${name}. Change your name`,
    answer: 'Answer', answerTo: (name: string) => `Answer ${name}`, answerPlaceholder: 'Write an answer…', answersTo: (name: string) => `Answers to ${name}`,
    edit: 'Edit', editOf: (name: string) => `Edit the comment of ${name}`, save: 'Save', edited: 'edited', deleteOf: (name: string) => `Delete the comment of ${name}`,
    resolve: 'Resolve', resolveOf: (name: string) => `Resolve the thread of ${name}`, resolved: 'Resolved', reopen: 'Reopen', fold: 'Hide',
    unfold: (value: number) => `Show ${count(value, 'comment', 'comments')}`, owner: 'Owner',
    deleted: 'The comment is deleted.', undo: 'Undo', arrived: (value: number) => count(value, 'new comment', 'new comments'),
    emptyTitle: 'Say something about this video', emptyText: 'Ask a question or leave a note, right at the moment it is about. Everybody with the link sees it.',
    oldTitle: 'This video was made again', oldText: 'Times have changed. Reload the page to see the new version; what you typed stays.', reload: 'Reload',
    withMore: (name: string, more: number) => `${name} and ${more} more`,
    reactions: 'Reactions', react: (name: string) => `React with ${name}`, reacted: (emoji: string, time: string) => `${emoji} at ${time}`, undoReaction: 'Undo the reaction',
    emojiNames: { '👍': 'thumbs up', '❤️': 'heart', '😂': 'laughing', '🎉': 'celebration', '🤔': 'thinking', '👏': 'clapping' },
    emojiCount: (emoji: string, value: number) => value > 1 ? `${emoji} ${value}` : emoji,
  },
  insights: {
    title: 'Insights', emptyTitle: 'Nobody has watched this video yet',
    emptyText: 'Share its link. A view counts after five seconds, or after three quarters of a short video; your own views never count.',
    views: (value: number) => plural.select(value) === 'one' ? 'view' : 'views', viewers: (value: number) => plural.select(value) === 'one' ? 'viewer' : 'viewers',
    comments: (value: number) => plural.select(value) === 'one' ? 'comment' : 'comments', reactions: (value: number) => plural.select(value) === 'one' ? 'reaction' : 'reactions',
    seen: 'of the video seen on average', clicked: (seenBy: string) => `of ${seenBy} pressed your button`,
    curve: 'How much of each moment was seen', curveSummary: (start: string, end: string, least: string, at: string) => `${start} of the viewers saw the beginning, ${end} the end. Least was seen at ${at}: ${least}.`,
    curveAt: (share: string, time: string) => `${share} at ${time}`, curveTable: 'The curve as a table', moment: 'From', share: 'Seen by',
    legend: 'Seen by', legendFew: 'nobody', legendAll: 'everybody', lineSeen: (share: string) => `Seen by ${share}`,
    viewerTable: 'Viewers', somebody: 'Somebody', name: 'Name', watched: 'Watched', viewCount: 'Views', last: 'Last view', pressed: 'Pressed', yes: 'Yes', no: 'No',
    latestOnly: (shown: string, all: string) => `The latest ${shown} of ${all}. The CSV has all of them.`, showAll: (value: string) => `Show all ${value}`,
    days: 'Views in the last 30 days', daysNone: 'None in the last 30 days.', dayViews: (day: string, views: string) => `${day}: ${views}`, csv: 'Viewers as CSV', today: 'today',
    private: 'Viewers who ask not to be followed are counted without a name, each visit by itself.',
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
    transcript: 'Transcript', noTranscript: 'This video has no transcript.', chapters: 'Chapters', noChapters: 'This video has no chapters.', panel: 'Transcript, chapters and comments', summary: 'Summary', actionItems: 'Action items', highlights: 'Highlights',
    search: 'Search the transcript', searchPlaceholder: 'Search', hits: (now: number, total: number) => `${now} of ${total}`, noHits: 'No hits', nextHit: 'Next hit', previousHit: 'Previous hit', clearSearch: 'Clear search',
    follow: 'Follow along', copyTranscript: 'Copy text', unknownSpeaker: 'Speaker', playFrom: (time: string) => `Play from ${time}`,
    copyAtTime: (time: string) => `Copy link at ${time}`, atTime: (time: string) => `At ${time}`, copyLink: 'Copy link', download: 'Download',
    done: 'Done', open: 'Open', assignee: (name: string) => `for ${name}`, notes: 'Notes on this video',
    failedTitle: 'The video page could not be loaded',
    madeWith: 'Made with Fathom-to-Loom',
    shortcuts: 'Keyboard', shortcutList: [
      ['Space', 'play or pause'], ['← →', '5 seconds back or forward'], ['F', 'full screen'], ['C', 'captions'], ['M', 'mute'], ['< >', 'slower or faster'],
      [', .', 'one picture back or forward, while paused'], ['0 – 9', 'to that tenth of the video'], ['?', 'this list'],
    ] as [string, string][],
  },

  sharing: {
    shutTitles: {
      'share.password_required': 'This video needs a password', 'share.sign_in_required': 'Sign in to watch', 'share.not_for_you': 'This video is for other people',
      'share.expired': 'This link has expired', 'not_found': 'This link does not work',
    },
    shutTexts: {
      'share.password_required': 'Whoever sent you the link can tell you the password.', 'share.sign_in_required': 'Its owner named the people who may watch. Sign in, and you come back here.',
      'share.not_for_you': 'You are signed in, but its owner has not named your address, or it is not confirmed yet. Ask whoever sent you the link.',
      'share.expired': 'Ask whoever sent it to you for a new one.', 'not_found': 'It may be mistyped, or its owner has taken it back.',
    },
    missingPassword: 'Enter the password.', signIn: 'Sign in', otherAccount: 'Use another account',
    noCookies: 'The password is right, but your browser keeps no cookies for this site. Allow them and try again.',
    onItsPage: 'Open the video\'s page', onItsPageText: 'It cannot be opened inside this page. On its own page it can.',
    newTab: '(opens in a new tab)', watchAgain: 'Watch again',

    share: 'Share', title: 'Share this video', saving: 'Saving…', saved: 'Saved', restricted: 'Not open to everyone',
    link: 'Link', newLink: 'New link', newLinkTitle: 'Make a new link?', newLinkText: 'The link that you sent out stops working at once, for everybody, and so do embedded players. The new one has the same rules.', newLinkDone: 'The new link is ready; the old one no longer works.',
    audience: 'Who may watch', audiences: {
      link: ['Anyone with the link', 'Nobody has to sign in.'], people: ['Only people I name', 'They sign in with a confirmed address.'], owner: ['Only me', 'The link is off.'],
    } as Record<'link' | 'people' | 'owner', [string, string]>,
    people: 'E-mail addresses', peopleHint: 'Enter adds an address. Several can be pasted at once.', noPeople: 'Nobody is named yet: only you can watch.', tooManyPeople: 'At most 200 people can be named.',
    addPerson: 'Add', removePerson: (address: string) => `Remove ${address}`, personAdded: (addresses: string) => `Added ${addresses}`, personRemoved: (address: string) => `Removed ${address}`,
    notAnAddress: (text: string) => `“${text}” is no e-mail address.`,
    anybodyConfirms: 'No mail server is set up here, so anybody can sign up and confirm any address. Add a password for what must stay private.',
    password: 'Password', passwordOn: 'A password is asked for.', passwordOff: 'No password is asked for.', setPassword: 'Set a password', changePassword: 'Change', removePassword: 'Remove',
    newPassword: 'Password of the link', passwordHint: 'At least 4 characters. It is not shown again. Whoever knew an old one has to enter the new one.', shortPassword: 'The password needs at least 4 characters.', save: 'Save',
    expiry: 'Expiry', never: 'Never', afterDays: (days: number) => count(days, 'day', 'days'), expiresAt: 'Expires on', worksAlways: 'The link works until you turn it off.', worksUntil: (when: string) => `The link works until ${when}.`,
    hasExpired: (when: string) => `The link expired ${when}.`, inThePast: 'Choose a time in the future.',
    viewers: 'Viewers', allowDownload: 'Viewers may download the video', allowComments: 'Viewers may comment and react',
    callToAction: 'Button beside the video', callToActionHint: 'Shown beside the title, and over the video at its end.', buttonText: 'Text', buttonTextExample: 'Book a call', buttonLink: 'Link', buttonColour: 'Colour', preview: 'Preview', removeButton: 'Remove button',
    missingText: 'Enter what the button says.', notALink: 'Enter a web address like https://example.com.',
    embed: 'Embed', embedHint: 'For your own site. The player follows the rules above.', embedCode: 'Code', copyCode: 'Copy code', embedNeedsHttps: 'With a password the player works on other sites only over https.',
  },
}

export type Words = typeof en
