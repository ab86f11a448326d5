import type * as english from '../en/base.ts'

export const product = 'Fathom-to-Loom'

export const titleOf: typeof english.titleOf = page => `${page} · ${product}`

export const common: typeof english.common = {
  cancel: 'Abbrechen', close: 'Schließen', retry: 'Noch einmal versuchen', delete: 'Löschen', loading: 'Wird geladen …', open: 'Öffnen', dismiss: 'Ausblenden',
  copyLink: 'Link kopieren', copied: 'Kopiert', copyFailed: 'Kopieren hat nicht geklappt', more: 'Weitere Aktionen', download: 'Herunterladen', optional: 'optional',
  skipToContent: 'Zum Inhalt springen', back: 'Zurück', showPassword: 'Eingabe anzeigen', hidePassword: 'Eingabe verbergen', language: 'Sprache',
}

export const errors: typeof english.errors = {
  offline: 'Der Server ist nicht erreichbar. Prüf deine Verbindung und versuch es noch einmal.',
  unexpected: 'Bei uns ist etwas schiefgegangen. Versuch es gleich noch einmal.',
  couldNotLoad: 'Das konnte nicht geladen werden',
  serverAway: 'Der Server ist nicht erreichbar. Sobald er wieder da ist, geht es hier von selbst weiter.',
  newPage: 'Dieser Teil der Seite konnte nicht geladen werden. Er wird von selbst noch einmal geladen.',
  pageTitle: 'Seite nicht gefunden',
  pageText: 'Unter dieser Adresse gibt es nichts. Vielleicht ist der Link alt oder vertippt.',
  toLibrary: 'Zur Startseite',
}
