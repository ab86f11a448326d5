import type * as english from '../en/automation.ts'
import { count } from './count.ts'

export const automation: typeof english.automation = {
  apiKeys: {
    title: 'API-Schlüssel', text: 'Mit einem Schlüssel kann ein Skript tun, was du hier tust, soweit du es erlaubst. Wer ihn hat, handelt in deinem Namen: Hüte ihn wie ein Passwort. Schlüssel bleiben gültig, wenn du dein Passwort änderst; beende die, die du nicht kennst.',
    reference: 'Was Skripte tun können, steht mit Beispielen in docs/api.md.',
    listLabel: 'Deine API-Schlüssel', none: 'Noch keine Schlüssel', noneText: 'Lege für jedes Skript einen eigenen an, der nicht mehr darf als nötig. Dann kannst du einen beenden, ohne die anderen anzuhalten.',
    new: 'Neuer Schlüssel', newTitle: 'Neuer API-Schlüssel', name: 'Name', nameHint: 'Woran du ihn wiedererkennst, etwa „Nächtlicher Export“.', missingName: 'Gib dem Schlüssel einen Namen.',
    scopes: 'Er darf', missingScopes: 'Wähle mindestens eines aus, das er darf.',
    scopeNames: { read: 'Lesen', convert: 'Erstellen', share: 'Teilen' },
    scopeTexts: { read: 'Aufnahmen, Warteschlange, Auswertung und Dateien sehen', convert: 'Aufnahmen hinzufügen, umbenennen, bearbeiten, abbrechen und wiederholen', share: 'sehen und ändern, wer zuschauen darf' },
    expiry: 'Er läuft ab', expiries: { '30': 'Nach 30 Tagen', '90': 'Nach 90 Tagen', '365': 'Nach einem Jahr', 'never': 'Nie' },
    make: 'Schlüssel anlegen', madeTitle: name => `„${name}“ ist angelegt`, onlyOnce: 'Kopiere ihn jetzt: Er wird nur dieses eine Mal gezeigt, und gespeichert wird nur ein Fingerabdruck.',
    key: 'Der Schlüssel', copyKey: 'Schlüssel kopieren', try: 'Ausprobieren', copyExample: 'Beispiel kopieren', done: 'Ich habe ihn kopiert',
    endsWith: lastFour => `endet auf ${lastFour}`, made: date => `angelegt am ${date}`, lastUsed: when => `zuletzt benutzt ${when}`, neverUsed: 'nie benutzt',
    expires: date => `läuft am ${date} ab`, expired: 'Abgelaufen', end: 'Beenden', endOf: name => `Schlüssel ${name} beenden`,
    endTitle: name => `„${name}“ beenden?`, endText: 'Skripte, die ihn benutzen, hören sofort auf zu funktionieren. Das lässt sich nicht rückgängig machen.', endNow: 'Schlüssel beenden', ended: name => `„${name}“ ist beendet.`,
  },
  webhook: {
    title: 'Aus neuen Meetings von selbst Videos machen', text: 'Fathom meldet uns, sobald ein Meeting von dir fertig ist, und das Video entsteht ohne einen Klick.',
    states: { on: 'An', paused: 'Angehalten', off: 'Aus' }, turnOn: 'Einschalten', turnOff: 'Ausschalten', pause: 'Anhalten', resume: 'Fortsetzen',
    turnedOn: 'Aus neuen Meetings entstehen ab jetzt von selbst Videos.', turnedOff: 'Aus neuen Meetings entstehen nicht mehr von selbst Videos.', paused: 'Angehalten: Aus neuen Meetings entstehen keine Videos.', resumed: 'Aus neuen Meetings entstehen wieder Videos.', saved: 'Die Regeln sind gespeichert.',
    turnOffTitle: 'Ausschalten?', turnOffText: 'Fathom meldet uns dann keine neuen Meetings mehr. Deine Aufnahmen bleiben, und du kannst Meetings weiterhin selbst auswählen.',
    rules: 'Welche Meetings', rulesText: 'Ohne Regel alle. Bei mehreren müssen alle zutreffen.',
    types: 'Meeting-Arten', typesHint: 'Keine ausgewählt: jede Art.', typesLoading: 'Fathom wird nach deinen Meeting-Arten gefragt …', noTypes: 'Fathom kennt in deinem Konto keine Meeting-Arten.', typesFailed: 'Deine Meeting-Arten konnten nicht gelesen werden.',
    domains: 'Leute von', domainsHint: 'Jemand mit einer Adresse von hier war eingeladen. Keine: egal, wer.', domainPlaceholder: 'example.com', addDomain: 'Hinzufügen', removeDomain: domain => `${domain} entfernen`,
    domainAdded: domain => `${domain} hinzugefügt`, domainRemoved: domain => `${domain} entfernt`, notADomain: text => `„${text}“ ist keine Mail-Domain. Sie sieht aus wie example.com.`, tooMany: most => `Höchstens ${most}.`,
    onlyExternal: 'Nur Meetings mit Leuten von außerhalb', leastMinutes: 'Mindestens so viele Minuten', leastMinutesHint: '0: egal, wie kurz.', notMinutes: most => `Gib Minuten von 0 bis ${most} ein.`,
    save: 'Regeln speichern', unsaved: 'Noch nicht gespeichert', discard: 'Verwerfen',
    endsWithKey: 'Aus neuen Meetings entstehen dann nicht mehr von selbst Videos.',
    deliveries: 'Letzte Meetings von Fathom', lastAt: when => `das letzte ${when}`, none: 'Noch ist nichts gekommen. Das nächste Meeting, das Fathom fertigstellt, erscheint hier.', noneOff: 'Sobald es eingeschaltet ist, erscheinen hier die Meetings, die kommen.',
    outcomes: { 'converting': 'Übernommen', 'not-wanted': 'Ausgelassen', 'failed': 'Gescheitert' }, toRecording: 'Öffnen', toRecordingOf: title => `${title} öffnen`,
    kept: days => `Wird ${count(days, 'Tag', 'Tage')} aufbewahrt.`,
  },
}
