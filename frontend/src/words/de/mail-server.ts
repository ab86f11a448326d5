import type * as english from '../en/mail-server.ts'

export const mailServer: typeof english.mailServer = {
  title: 'Mail', text: 'Mails zu deinen Aufnahmen können über deinen eigenen Mailserver gehen. Mails zu deinem Konto (Adresse und Passwort) kommen immer von dieser Installation.',
  noneHere: 'Diese Installation hat keinen Mailserver: Ohne einen eigenen liegen deine Mails im Postausgang.', own: 'Dein Mailserver', host: 'Server', hostHint: 'Nur sein Name, etwa smtp.example.com.', missingHost: 'Gib den Namen des Servers ein, ohne smtp:// und ohne Port.',
  port: 'Port', wrongPort: 'Ein Port ist eine Zahl von 1 bis 65535.',
  security: 'Verschlüsselung', securityChoices: { tls: 'TLS', starttls: 'STARTTLS', none: 'Keine' },
  securityHints: { tls: 'Vom ersten Byte an, meist auf Port 465.', starttls: 'Nach der Begrüßung, meist auf Port 587. Ohne wird nichts gesendet.', none: 'Alles geht lesbar über die Leitung, auch das Passwort. Nur für einen Server im eigenen Netz.' },
  userName: 'Benutzername', password: 'Passwort', passwordKept: 'Versiegelt gespeichert und nie angezeigt. Leer: Es bleibt.', passwordAgain: 'Gib es noch einmal ein: Es geht an keinen anderen Server als den, für den es gedacht war.', missingPassword: 'Zu einem Benutzernamen gehört ein Passwort.',
  fromAddress: 'Absenderadresse', fromHint: 'Die meisten Server nehmen nur Mail von ihren eigenen Adressen an.', wrongAddress: 'Gib eine E-Mail-Adresse ein.', fromName: 'Absendername',
  save: 'Speichern', saved: 'Gespeichert. Sende jetzt eine Testmail.', remove: 'Entfernen', removed: 'Dein Mailserver ist entfernt.',
  removeTitle: 'Mailserver entfernen?', removeText: 'Sein Passwort wird gelöscht. Mails gehen wieder den Weg dieser Installation.',
  notTried: 'Noch nicht ausprobiert', works: 'Funktioniert', fails: 'Funktioniert nicht', lastTried: when => `letzte Mail ${when}`,
  test: 'Testmail senden', testText: address => `Eine Testmail geht an ${address}.`, testSent: address => `Der Server hat die Mail an ${address} angenommen.`, saveFirst: 'Speichere deine Änderungen, bevor du sie testest.',
  inOutbox: 'Mails, die er nicht angenommen hat, liegen im', outbox: 'Postausgang',
}
