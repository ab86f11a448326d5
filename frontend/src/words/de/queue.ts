import type * as english from '../en/queue.ts'
import { count } from './count.ts'

export const queue: typeof english.queue = {
  title: 'Warteschlange', listLabel: 'Deine Aufträge', waiting: value => `${value} warten`, running: value => `${value} in Arbeit`,
  workers: value => count(value, 'Worker online', 'Worker online'),
  line: 'Wartend', runningLabel: 'In Arbeit', workersLabel: 'Worker online', everybody: 'insgesamt', paused: 'Der Betreiber hat die Warteschlange angehalten. Was läuft, wird fertig; Neues beginnt erst, wenn sie weiterläuft.', noWorkers: 'Kein Worker ist online. Aufträge warten sicher, bis einer startet.',
  mine: 'Deine Aufträge', emptyTitle: 'Die Warteschlange ist leer', emptyText: 'Hier siehst du, wie weit deine Videos sind.', toLibrary: 'Video erstellen',
  cancelTitle: 'Diesen Auftrag abbrechen?', cancelText: title => `Die Arbeit an „${title}“ hört auf. Du kannst sie später neu starten.`, keep: 'Weiterlaufen lassen', cancelJob: 'Auftrag abbrechen',
  live: 'Live',
}
