import { count } from './count.ts'

/** What happens without a click: keys for scripts, and meetings that convert themselves. */
export const automation = {
  apiKeys: {
    title: 'API keys', text: 'A key lets a script do what you do here, as far as you allow it. Whoever has it acts in your name, so keep it like a password. Keys stay when you change your password: end those that you do not know.',
    reference: 'What scripts can do, with examples, is in docs/api.md.',
    listLabel: 'Your API keys', none: 'No keys yet', noneText: 'Make one for each script, with no more than it needs. Then you can end one without stopping the others.',
    new: 'New key', newTitle: 'New API key', name: 'Name', nameHint: 'What you will know it by, such as “Nightly export”.', missingName: 'Give the key a name.',
    scopes: 'It may', missingScopes: 'Choose at least one thing that it may do.',
    scopeNames: { read: 'Read', convert: 'Convert', share: 'Share' },
    scopeTexts: { read: 'see recordings, queue, insights and files', convert: 'add recordings, rename, edit, cancel and retry them', share: 'see and change who may watch' },
    expiry: 'It expires', expiries: { '30': 'After 30 days', '90': 'After 90 days', '365': 'After a year', 'never': 'Never' },
    make: 'Make key', madeTitle: (name: string) => `“${name}” is made`, onlyOnce: 'Copy it now: it is shown this once, and only a fingerprint of it is kept.',
    key: 'The key', copyKey: 'Copy key', try: 'Try it', copyExample: 'Copy example', done: 'I have copied it',
    endsWith: (lastFour: string) => `ends with ${lastFour}`, made: (date: string) => `made ${date}`, lastUsed: (when: string) => `last used ${when}`, neverUsed: 'never used',
    expires: (date: string) => `expires ${date}`, expired: 'Expired', end: 'End', endOf: (name: string) => `End the key ${name}`,
    endTitle: (name: string) => `End “${name}”?`, endText: 'Scripts that use it stop working at once. This cannot be undone.', endNow: 'End key', ended: (name: string) => `“${name}” is over.`,
  },
  webhook: {
    title: 'Convert new meetings by themselves', text: 'Fathom tells us as soon as a meeting of yours is ready, and its video is made without a click.',
    states: { on: 'On', paused: 'Paused', off: 'Off' }, turnOn: 'Turn on', turnOff: 'Turn off', pause: 'Pause', resume: 'Resume',
    turnedOn: 'New meetings are converted by themselves now.', turnedOff: 'New meetings are no longer converted by themselves.', paused: 'Paused: new meetings are not converted.', resumed: 'New meetings are converted again.', saved: 'The rules are saved.',
    turnOffTitle: 'Turn it off?', turnOffText: 'Fathom no longer tells us of new meetings. Your recordings stay, and you can still pick meetings by hand.',
    endsWithKey: 'New meetings are no longer converted by themselves.',
    rules: 'Which meetings', rulesText: 'Without any of these, all of them. With several, all must hold.',
    types: 'Meeting types', typesHint: 'None chosen: any type.', typesLoading: 'Asking Fathom for your meeting types…', noTypes: 'Fathom knows no meeting types in your account.', typesFailed: 'Your meeting types could not be read.',
    domains: 'People from', domainsHint: 'Somebody with an address of one of these was invited. None: anybody.', domainPlaceholder: 'example.com', addDomain: 'Add', removeDomain: (domain: string) => `Remove ${domain}`,
    domainAdded: (domain: string) => `${domain} added`, domainRemoved: (domain: string) => `${domain} removed`, notADomain: (text: string) => `“${text}” is no mail domain. It looks like example.com.`, tooMany: (most: number) => `At most ${most}.`,
    onlyExternal: 'Only meetings with people from outside', leastMinutes: 'At least so many minutes', leastMinutesHint: '0: however short.', notMinutes: (most: number) => `Enter minutes from 0 to ${most}.`,
    save: 'Save rules', unsaved: 'Not saved yet', discard: 'Discard',
    deliveries: 'Last meetings from Fathom', lastAt: (when: string) => `the last one ${when}`, none: 'Nothing came yet. The next meeting that Fathom finishes shows up here.', noneOff: 'Once it is on, meetings that come show up here.',
    outcomes: { 'converting': 'Taken', 'not-wanted': 'Left out', 'failed': 'Failed' }, toRecording: 'Open', toRecordingOf: (title: string) => `Open ${title}`,
    kept: (days: number) => `Kept for ${count(days, 'day', 'days')}.`,
  },
}
