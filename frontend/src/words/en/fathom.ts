export const fathom = {
  title: 'Fathom account', text: 'Connect your account once and pick meetings from a list, without copying links.',
  key: 'API key', keyHint: 'In Fathom: Settings → API Access. The key is encrypted here and never shown again.', connect: 'Connect',
  missingKey: 'Paste your Fathom API key.', connected: 'Connected', endsWith: (lastFour: string) => `Key ending in ${lastFour}`, checked: (when: string) => `checked ${when}`,
  replace: 'Replace key', disconnect: 'Disconnect', disconnectTitle: 'Disconnect Fathom?', disconnectText: 'The key is deleted. Your recordings and videos stay.',
  disconnected: 'Your Fathom account is disconnected.', nowConnected: 'Your Fathom account is connected.',
  meetings: 'Meetings', noMeetings: 'No meetings yet', noMeetingsText: 'Meetings recorded by Fathom appear here.', more: 'Show more',
  make: 'Make video', inLibrary: 'In your library',
  people: (names: string[], more: number) => more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', '),
  connectFirst: 'Connect your Fathom account to pick from your meetings.', toSettings: 'Connect account', all: 'All meetings',
}
