import type * as english from '../en/first-run.ts'

export const firstRun: typeof english.firstRun = {
  title: 'Probier es mit einem unserer Meetings aus', text: 'Ein kurzes Produktmeeting mit vier Personen ist schon dabei. Ein Klick macht daraus ein Video, wie es auch aus deinen Meetings entsteht, ohne Fathom und ohne Internet.',
  begin: 'Beispiel-Meeting ausprobieren', facts: 'Du kannst es löschen wie jede andere Aufnahme.',
  gets: [
    { title: 'Ein kürzeres Video', text: 'Stille und Füllwörter sind weg; jeden Schnitt kannst du anhören und zurücknehmen.' },
    { title: 'Ein rundes Sprecherbild', text: 'Wer gerade spricht, aus dem Bild des Meetings geholt.' },
    { title: 'Eine Seite zum Teilen', text: 'Untertitel, Kapitel und ein Transkript, das mitläuft.' },
  ],
  makingTitle: 'Dein erstes Video entsteht', makingText: 'Das passiert mit jeder Aufnahme. Die fertige Seite öffnet sich von selbst.', preparing: 'Das Beispiel wird vorbereitet …', steps: 'Schritte', stepDone: 'erledigt',
  leave: 'Du musst hier nicht warten: Eine Mail sagt dir, wenn es fertig ist, und du findest es in deiner',
  about: {
    ingest: 'Die Aufnahme wird dorthin kopiert, wo sie bearbeitet wird.', probe: 'Größe, Länge und Einzelbilder werden vermessen.', transcript: 'Wer was gesagt hat, und wann.', analyse: 'Sprache, Gesichter und Bewegung auf dem geteilten Bildschirm.',
    plan: 'Jeder Schnitt bekommt einen Grund; kein Wort wird angeschnitten.', render: 'Titelkarte, Sprecherbild und gleichmäßige Lautstärke.', package: 'Vorschaubild, Vorschau, Untertitel und Kapitel.', verify: 'Das Video beweist, dass es synchron und vollständig ist.',
  },
}
