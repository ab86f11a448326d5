import { count } from './count.ts'

export const sharing = {
  share: 'Share', title: 'Share this video', saving: 'Saving…', saved: 'Saved',
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
}
