import type * as english from '../en/settings.ts'
import { count } from './count.ts'

export const settings: typeof english.settings = {
  title: 'Einstellungen', profile: 'Profil', fathom: 'Fathom-Konto', apiKeys: 'API-Schlüssel', brand: 'Marke', mail: 'Mail', sessions: 'Sitzungen', activity: 'Aktivität', usage: 'Verbrauch', export: 'Deine Daten', doctor: 'Diagnose',
  save: 'Speichern', saved: 'Gespeichert.', you: 'Du', languageOfPages: 'Seiten in diesem Browser', languageOfMails: 'Mails an dich', nameHint: 'Wer deine Videos sieht, sieht auch ihn.',
  passwordTitle: 'Passwort', passwordText: 'Wenn du es änderst, enden alle anderen Sitzungen.', currentPassword: 'Aktuelles Passwort', changePassword: 'Passwort ändern', passwordChanged: 'Dein Passwort ist geändert. Alle anderen Sitzungen sind beendet.',
  deleteTitle: 'Konto löschen', deletePoints: ['Alle Aufnahmen und Videos werden gelöscht, und alle Freigabe-Links hören sofort auf zu funktionieren.', 'Dein Name, deine Adresse, gespeicherte Schlüssel und alle Dateien verschwinden mit ihnen.', 'Was du zu Videos anderer geschrieben hast, bleibt dort; dein Name verschwindet davon innerhalb eines Tages.', 'Niemand kann sie zurückholen, auch wir nicht.'],
  deleteExport: 'Vielleicht möchtest du deine Daten vorher mitnehmen:', deleteOpen: 'Konto löschen …', deleteAddress: 'Deine E-Mail-Adresse', deleteTypeAddress: email => `Tipp zur Bestätigung ${email} ein.`,
  deleteNow: 'Jetzt alles löschen', deleted: 'Dein Konto ist gelöscht.',
  sessionsText: 'Browser, in denen du angemeldet bist. Beende, was du nicht kennst, und ändere dann dein Passwort.',
  thisSession: 'Dieser Browser', lastUsed: when => `zuletzt benutzt ${when}`, since: date => `angemeldet am ${date}`,
  device: (browser, system) => browser !== null && system !== null ? `${browser} auf ${system}` : browser ?? system ?? 'Unbekannter Browser',
  endSession: 'Beenden', endSessionOf: device => `Sitzung von ${device} beenden`, sessionEnded: device => `Die Sitzung von ${device} ist beendet.`,
  endOthers: 'Alle anderen beenden', endOthersTitle: 'Alle anderen Sitzungen beenden?', endOthersText: value => `${count(value, 'Browser muss', 'Browser müssen')} sich neu anmelden. Dieser bleibt angemeldet.`, othersEnded: 'Alle anderen Sitzungen sind beendet.',
  activityText: 'Was im letzten Jahr mit deinem Konto geschah. Kennst du etwas davon nicht, dann ändere dein Passwort und sieh dir deine Sitzungen an:',
  activityMore: 'Ältere zeigen', notYou: 'Warst du das?', times: value => `${value}-mal`, network: address => `Netz ${address}`,
  activityKinds: {
    'session.started': 'Angemeldet', 'session.refused': 'Anmeldung abgelehnt: falsches Passwort', 'session.logout': 'Abgemeldet', 'session.ended': 'Eine Sitzung wurde beendet', 'session.reused': 'Eine Sitzung wurde an zwei Orten benutzt und beendet',
    'user.registered': 'Konto angelegt', 'user.password_set': 'Passwort geändert', 'user.password_refused': 'Falsches aktuelles Passwort angegeben',
    'key.made': 'API-Schlüssel angelegt', 'key.ended': 'API-Schlüssel beendet', 'fathom.connected': 'Fathom-Konto verbunden', 'fathom.disconnected': 'Fathom-Konto getrennt', 'mail_server.set': 'Eigenen Mailserver eingestellt', 'mail_server.removed': 'Eigenen Mailserver entfernt',
    'link.everybody': 'Link für alle geöffnet, die ihn haben', 'link.people': 'Link für genannte Personen geöffnet', 'link.closed': 'Link abgeschaltet', 'link.renewed': 'Link durch einen neuen ersetzt', 'link.password_set': 'Link mit Passwort versehen', 'link.password_removed': 'Passwort eines Links entfernt',
    'export.asked': 'Archiv deiner Daten angefordert', 'export.fetched': 'Archiv deiner Daten heruntergeladen',
  },
  usageText: 'Was du verbrauchst und wie viel diese Installation dir erlaubt. Die Grenzen setzt ihr Betreiber.',
  storage: 'Speicher', storageHint: 'Aufnahmen und fertige Videos, auch die im Papierkorb. Ist er voll, kommt nichts Neues hinein; was du hast, bleibt.',
  waiting: 'Aufträge in der Warteschlange', waitingHint: 'Was gerade entsteht, zählt nicht.',
  uploadLimit: 'Eine hochgeladene Datei', lengthLimit: 'Eine Aufnahme', atMost: size => `höchstens ${size}`, usedOf: (used, limit) => `${used} von ${limit}`, noLimit: used => `${used}, ohne Grenze`,
  exportText: 'Nimm alles als ein Archiv mit. Es entsteht, während du es herunterlädst, egal wie groß es ist.',
  exportPoints: ['Jede Aufnahme in ihrer ursprünglichen Form und jedes fertige Video', 'Transkripte, Untertitel, Kapitel und jeder Schnitt mit seinem Grund', 'Die Datenbank deines Kontos (SQLite), ohne gespeicherte Schlüssel und Passwörter'],
  exportNow: 'Meine Daten herunterladen', exportBegun: (recordings, size) => `Der Download läuft: ${count(recordings, 'Aufnahme', 'Aufnahmen')}, etwa ${size}. Es ist ein .tar-Archiv; Windows, macOS und Linux können es öffnen.`,
}
