import type * as english from '../en/settings.ts'
import { count } from './count.ts'

export const settings: typeof english.settings = {
  title: 'Einstellungen', profile: 'Profil', fathom: 'Fathom-Konto', apiKeys: 'API-Schlüssel', brand: 'Marke', mail: 'Mail', sessions: 'Sitzungen', export: 'Deine Daten', doctor: 'Diagnose',
  save: 'Speichern', saved: 'Gespeichert.', you: 'Du', languageOfPages: 'Seiten in diesem Browser', languageOfMails: 'Mails an dich', nameHint: 'Wer deine Videos sieht, sieht auch ihn.',
  passwordTitle: 'Passwort', passwordText: 'Wenn du es änderst, enden alle anderen Sitzungen.', currentPassword: 'Aktuelles Passwort', changePassword: 'Passwort ändern', passwordChanged: 'Dein Passwort ist geändert. Alle anderen Sitzungen sind beendet.',
  deleteTitle: 'Konto löschen', deletePoints: ['Alle Aufnahmen und Videos werden gelöscht, und alle Freigabe-Links hören sofort auf zu funktionieren.', 'Dein Name, deine Adresse, gespeicherte Schlüssel und alle Dateien verschwinden mit ihnen.', 'Niemand kann sie zurückholen, auch wir nicht.'],
  deleteExport: 'Vielleicht möchtest du deine Daten vorher mitnehmen:', deleteOpen: 'Konto löschen …', deleteAddress: 'Deine E-Mail-Adresse', deleteTypeAddress: email => `Tipp zur Bestätigung ${email} ein.`,
  deleteNow: 'Jetzt alles löschen', deleted: 'Dein Konto ist gelöscht.',
  sessionsText: 'Browser, in denen du angemeldet bist. Beende, was du nicht kennst, und ändere dann dein Passwort.',
  thisSession: 'Dieser Browser', lastUsed: when => `zuletzt benutzt ${when}`, since: date => `angemeldet am ${date}`,
  device: (browser, system) => browser !== null && system !== null ? `${browser} auf ${system}` : browser ?? system ?? 'Unbekannter Browser',
  endSession: 'Beenden', endSessionOf: device => `Sitzung von ${device} beenden`, sessionEnded: device => `Die Sitzung von ${device} ist beendet.`,
  endOthers: 'Alle anderen beenden', endOthersTitle: 'Alle anderen Sitzungen beenden?', endOthersText: value => `${count(value, 'Browser muss', 'Browser müssen')} sich neu anmelden. Dieser bleibt angemeldet.`, othersEnded: 'Alle anderen Sitzungen sind beendet.',
  exportText: 'Nimm alles als ein Archiv mit. Es entsteht, während du es herunterlädst, egal wie groß es ist.',
  exportPoints: ['Jede Aufnahme in ihrer ursprünglichen Form und jedes fertige Video', 'Transkripte, Untertitel, Kapitel und jeder Schnitt mit seinem Grund', 'Die Datenbank deines Kontos (SQLite), ohne gespeicherte Schlüssel und Passwörter'],
  exportNow: 'Meine Daten herunterladen', exportBegun: (recordings, size) => `Der Download läuft: ${count(recordings, 'Aufnahme', 'Aufnahmen')}, etwa ${size}. Es ist ein .tar-Archiv; Windows, macOS und Linux können es öffnen.`,
}
