import type { MailServerView } from '@f2l/common/contracts/mail-server.ts'

/** Words of Settings → Mail. */
export const mailServer = {
  title: 'Mail', text: 'Mails about your recordings can go through your own mail server. Mails about your account (address and password) always come from this installation.',
  noneHere: 'This installation has no mail server: without one of your own, mails lie in the outbox.', own: 'Your mail server', host: 'Server', hostHint: 'Its name only, such as smtp.example.com.', missingHost: 'Enter the name of the server, without smtp:// and without a port.',
  port: 'Port', wrongPort: 'A port is a number from 1 to 65535.',
  security: 'Encryption', securityChoices: { tls: 'TLS', starttls: 'STARTTLS', none: 'None' } satisfies Record<MailServerView['security'], string>,
  securityHints: { tls: 'From the first byte, usually on port 465.', starttls: 'After the greeting, usually on port 587. Without it nothing is sent.', none: 'Everything travels readable, the password too. Only for a server in your own network.' } satisfies Record<MailServerView['security'], string>,
  userName: 'User name', password: 'Password', passwordKept: 'Stored sealed and never shown. Empty: it stays.', passwordAgain: 'Enter it again: it is not sent to another server than the one it was given for.', missingPassword: 'A user name needs its password.',
  fromAddress: 'Sender’s address', fromHint: 'Most servers take mail from their own addresses only.', wrongAddress: 'Enter an e-mail address.', fromName: 'Sender’s name',
  save: 'Save', saved: 'Saved. Send a test mail now.', remove: 'Remove', removed: 'Your mail server is removed.',
  removeTitle: 'Remove your mail server?', removeText: 'Its password is deleted. Mails go the way of this installation again.',
  notTried: 'Not tried yet', works: 'Works', fails: 'Does not work', lastTried: (when: string) => `last mail ${when}`,
  test: 'Send a test mail', testText: (address: string) => `A test mail goes to ${address}.`, testSent: (address: string) => `The server took the mail to ${address}.`, saveFirst: 'Save your changes before you test them.',
  inOutbox: 'Mails that it did not take lie in the', outbox: 'outbox',
}
