import type * as english from '../en/fathom.ts'

export const fathom: typeof english.fathom = {
  title: 'Fathom-Konto', text: 'Verbinde dein Konto einmal und wähl Meetings aus einer Liste aus, ganz ohne Links zu kopieren.',
  key: 'API-Schlüssel', keyHint: 'In Fathom: Settings → API Access. Der Schlüssel wird hier verschlüsselt gespeichert und nie wieder angezeigt.', connect: 'Verbinden',
  missingKey: 'Füg deinen Fathom-API-Schlüssel ein.', connected: 'Verbunden', endsWith: lastFour => `Schlüssel endet auf ${lastFour}`, checked: when => `geprüft ${when}`,
  replace: 'Schlüssel ersetzen', disconnect: 'Trennen', disconnectTitle: 'Fathom trennen?', disconnectText: 'Der Schlüssel wird gelöscht. Deine Aufnahmen und Videos bleiben.',
  disconnected: 'Dein Fathom-Konto ist getrennt.', nowConnected: 'Dein Fathom-Konto ist verbunden.',
  meetings: 'Meetings', noMeetings: 'Noch keine Meetings', noMeetingsText: 'Meetings, die Fathom aufzeichnet, erscheinen hier.', more: 'Mehr anzeigen',
  make: 'Video erstellen', inLibrary: 'In deiner Mediathek',
  people: (names, more) => more > 0 ? `${names.join(', ')} und ${more} weitere` : names.join(', '),
  connectFirst: 'Verbinde dein Fathom-Konto, um aus deinen Meetings zu wählen.', toSettings: 'Konto verbinden', all: 'Alle Meetings',
}
