/** What mails say. Names and titles in them are text from outside. */
export const en = {
  hello: 'Hello,', helloTo: (name: string) => `Hello ${name},`,
  footer: (host: string) => `Sent by Fathom-to-Loom, ${host}. This mail has no tracking.`,
  untitled: 'Your recording', chapters: 'Chapters',
  minutes: (value: number) => `${value} min`,
  length: (after: string) => `It is ${after} long.`, lengthChange: (before: string, after: string) => `Length: ${before} → ${after}.`,
  reason: (_code: string, message: string) => message, unknownReason: 'Something went wrong on our side.',

  videoReady: {
    subject: (title: string) => `Your video is ready: ${title}`, preheader: (title: string) => `${title} is ready to watch.`,
    text: 'your video is ready to watch and share.', poster: (title: string) => `Watch: ${title}`, button: 'Watch the video', note: 'Whoever has the link can watch the video.',
  },
  videoFailed: {
    subject: (title: string) => `We could not make your video: ${title}`, text: 'we could not make a video of this recording. The reason:',
    help: 'Nothing is lost: open the recording to see what happened and try again. If the link or the file was the problem, add the recording once more with another one.', button: 'Open the recording',
  },
  firstView: {
    subject: (name: string | null, title: string) => `${name ?? 'Somebody'} is watching your video: ${title}`, preheader: 'The first view of this video.',
    text: (name: string | null) => `${name ?? 'somebody'} is watching your video. This is its first view; we write about the first one only.`, button: 'See who watched what', note: 'Your own views are never counted.',
  },
  verifyEmail: {
    subject: 'Confirm your e-mail address', preheader: 'One click and your account is ready.', text: 'please confirm that this address is yours. After that you can turn your first recording into a video.',
    button: 'Confirm my address', note: 'Did you not sign up? Then do nothing: without a click the address stays unconfirmed.',
  },
  resetPassword: {
    subject: 'Choose a new password', preheader: 'Somebody asked for a new password for your account.',
    text: 'somebody, most likely you, asked for a new password for your account. The link works once and for a short time.', button: 'Choose a new password', note: 'Was it not you? Then do nothing: your password stays as it is.',
  },
}

export type MailWords = typeof en
