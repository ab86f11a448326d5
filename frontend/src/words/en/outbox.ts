export const outbox = {
  title: 'Outbox', listLabel: 'Mails', text: 'Every mail this product wrote to you.', noSmtp: 'No mail server is set up, so mails are not sent: they lie here, readable.',
  emptyTitle: 'No mails yet', emptyText: 'When a video is ready, its mail appears here.', to: 'To', choose: 'Choose a mail to read it.',
  notSent: 'Not sent', toMailSettings: 'Mail settings',
  delivery: { smtp: 'Sent', outbox: 'In the outbox' }, showText: 'Plain text', showHtml: 'Formatted', frame: (subject: string) => `Mail: ${subject}`,
}
