import type * as english from '../en/outbox.ts'

export const outbox: typeof english.outbox = {
  title: 'Postausgang', listLabel: 'Mails', text: 'Jede Mail, die du von uns bekommen hast.', noSmtp: 'Hier ist kein Mailserver eingerichtet. Mails werden deshalb nicht verschickt, du kannst sie aber hier lesen.',
  emptyTitle: 'Noch keine Mails', emptyText: 'Wenn ein Video fertig ist, erscheint hier die Mail dazu.', to: 'An', choose: 'Wähl eine Mail aus, um sie zu lesen.',
  notSent: 'Nicht gesendet', toMailSettings: 'Mail-Einstellungen',
  delivery: { smtp: 'Verschickt', outbox: 'Im Postausgang' }, showText: 'Nur Text', showHtml: 'Formatiert', frame: subject => `Mail: ${subject}`,
}
