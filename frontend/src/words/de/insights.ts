import type * as english from '../en/insights.ts'
import { plural } from './count.ts'

const one = (value: number): boolean => plural.select(value) === 'one'

export const insights: typeof english.insights = {
  title: 'Auswertung', emptyTitle: 'Noch hat niemand dieses Video gesehen',
  emptyText: 'Teil den Link. Ein Aufruf zählt nach fünf Sekunden oder nach drei Vierteln eines kurzen Videos; deine eigenen Aufrufe zählen nie.',
  views: value => one(value) ? 'Aufruf' : 'Aufrufe', viewers: value => one(value) ? 'Person' : 'Personen',
  comments: value => one(value) ? 'Kommentar' : 'Kommentare', reactions: value => one(value) ? 'Reaktion' : 'Reaktionen',
  seen: 'des Videos im Schnitt gesehen', clicked: seenBy => `von ${seenBy} haben auf deinen Button geklickt`,
  curve: 'Wie viel von jeder Stelle gesehen wurde', curveSummary: (start, end, least, at) => `${start} haben den Anfang gesehen, ${end} das Ende. Am wenigsten gesehen wurde die Stelle bei ${at}: ${least}.`,
  curveAt: (share, time) => `${share} bei ${time}`, curveTable: 'Die Kurve als Tabelle', moment: 'Ab', share: 'Gesehen von',
  legend: 'Gesehen von', legendFew: 'niemandem', legendAll: 'allen',
  viewerTable: 'Wer zugesehen hat', somebody: 'Jemand', name: 'Name', watched: 'Gesehen', viewCount: 'Aufrufe', last: 'Letzter Aufruf', pressed: 'Geklickt', yes: 'Ja', no: 'Nein',
  latestOnly: (shown, all) => `Die letzten ${shown} von ${all}. In der CSV-Datei stehen alle.`, showAll: value => `Alle ${value} anzeigen`,
  days: 'Aufrufe in den letzten 30 Tagen', daysNone: 'Keine in den letzten 30 Tagen.', dayViews: (day, views) => `${day}: ${views}`, csv: 'Zuschauer als CSV', today: 'heute',
  private: 'Wer nicht verfolgt werden möchte, wird ohne Namen gezählt, jeder Besuch für sich.',
}
