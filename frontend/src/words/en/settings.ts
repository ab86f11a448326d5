import type { ActivityKind } from '@f2l/common/contracts/activity.ts'
import { count } from './count.ts'

export const settings = {
  title: 'Settings', profile: 'Profile', fathom: 'Fathom account', apiKeys: 'API keys', brand: 'Brand', mail: 'Mail', sessions: 'Sessions', activity: 'Activity', usage: 'Usage', export: 'Your data', doctor: 'Doctor',
  save: 'Save', saved: 'Saved.', you: 'You', languageOfPages: 'Pages in this browser', languageOfMails: 'Mails to you', nameHint: 'Viewers of your videos see it.',
  passwordTitle: 'Password', passwordText: 'Changing it ends every other session.', currentPassword: 'Current password', changePassword: 'Change password', passwordChanged: 'Your password is changed. Every other session is over.',
  deleteTitle: 'Delete account', deletePoints: ['All recordings and videos are deleted, and every share link stops working at once.', 'Your name, address, stored keys and all files go with them.', 'What you wrote about other people’s videos stays there; your name is taken off it within a day.', 'Nobody can bring them back, not even we.'],
  deleteExport: 'You may want to take your data along first:', deleteOpen: 'Delete account…', deleteAddress: 'Your e-mail address', deleteTypeAddress: (email: string) => `Type ${email} to confirm.`,
  deleteNow: 'Delete everything now', deleted: 'Your account is deleted.',
  sessionsText: 'Browsers in which you are signed in. End what you do not know, and change your password then.',
  thisSession: 'This browser', lastUsed: (when: string) => `last used ${when}`, since: (date: string) => `signed in ${date}`,
  device: (browser: string | null, system: string | null) => browser !== null && system !== null ? `${browser} on ${system}` : browser ?? system ?? 'Unknown browser',
  endSession: 'End', endSessionOf: (device: string) => `End the session of ${device}`, sessionEnded: (device: string) => `The session of ${device} is over.`,
  endOthers: 'End all others', endOthersTitle: 'End all other sessions?', endOthersText: (value: number) => `${count(value, 'browser has', 'browsers have')} to sign in again. This one stays.`, othersEnded: 'All other sessions are over.',
  activityText: 'What happened to your account in the last year. If you do not know something here, change your password and look at your sessions:',
  activityMore: 'Show older', notYou: 'Was it you?', times: (value: number) => count(value, 'time', 'times'), network: (address: string) => `network ${address}`,
  activityKinds: {
    'session.started': 'Signed in', 'session.refused': 'Sign-in refused: wrong password', 'session.logout': 'Signed out', 'session.ended': 'A session was ended', 'session.reused': 'A session was used from two places and ended',
    'user.registered': 'Account created', 'user.password_set': 'Password changed', 'user.password_refused': 'Wrong current password given',
    'key.made': 'API key made', 'key.ended': 'API key ended', 'fathom.connected': 'Fathom account connected', 'fathom.disconnected': 'Fathom account disconnected', 'mail_server.set': 'Own mail server set', 'mail_server.removed': 'Own mail server removed',
    'link.everybody': 'Link opened for everybody who has it', 'link.people': 'Link opened for named people', 'link.closed': 'Link turned off', 'link.renewed': 'Link replaced by a new one', 'link.password_set': 'Password put on a link', 'link.password_removed': 'Password of a link removed',
    'export.asked': 'Archive of your data asked for', 'export.fetched': 'Archive of your data downloaded',
  } satisfies Record<ActivityKind, string> as Record<ActivityKind, string>,
  usageText: 'What you use, and how much this installation lets you. Its operator sets the limits.',
  storage: 'Storage', storageHint: 'Recordings and finished videos, also those in the bin. When it is full, nothing new is taken; what you have stays.',
  waiting: 'Conversions in line', waitingHint: 'One that is being made does not count.',
  uploadLimit: 'One uploaded file', lengthLimit: 'One recording', atMost: (size: string) => `at most ${size}`, usedOf: (used: string, limit: string) => `${used} of ${limit}`, noLimit: (used: string) => `${used}, no limit`,
  exportText: 'Take everything along as one archive. It is made while you fetch it, however large it is.',
  exportPoints: ['Every recording as it came in, and every finished video', 'Transcripts, captions, chapters, and each cut with its reason', 'The database of your account (SQLite), without stored keys and passwords'],
  exportNow: 'Download my data', exportBegun: (recordings: number, size: string) => `The download has begun: ${count(recordings, 'recording', 'recordings')}, about ${size}. It is a .tar archive, which Windows, macOS and Linux open.`,
}
