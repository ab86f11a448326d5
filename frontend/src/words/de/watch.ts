import type * as english from '../en/watch.ts'

export const watch: typeof english.watch = {
  lengthChange: (before, after) => `${before} → ${after}`, madeBy: name => `Geteilt von ${name}`, saved: duration => `${duration} Stille herausgeschnitten`,
  player: 'Videoplayer', play: 'Abspielen', pause: 'Pause', mute: 'Ton aus', unmute: 'Ton an', volume: 'Lautstärke', speed: 'Tempo', speedValue: rate => `${String(rate).replace('.', ',')}×`,
  captions: 'Untertitel', captionsOn: 'Untertitel an', captionsOff: 'Untertitel aus', fullscreen: 'Vollbild', leaveFullscreen: 'Vollbild verlassen', pip: 'Bild im Bild',
  position: 'Stelle im Video', positionText: (now, total) => `${now} von ${total}`, buffering: 'Video wird geladen',
  withKey: (label, key) => `${label} (${key})`, videoFailed: 'Das Video konnte nicht abgespielt werden', videoFailedText: 'Prüf deine Verbindung und versuch es noch einmal, oder lade die Datei herunter.',
  transcript: 'Transkript', commentsTab: value => value > 0 ? `Kommentare ${value}` : 'Kommentare', noTranscript: 'Zu diesem Video gibt es kein Transkript.', chapters: 'Kapitel', noChapters: 'Dieses Video hat keine Kapitel.', panel: 'Transkript, Kapitel und Kommentare', summary: 'Zusammenfassung', actionItems: 'Aufgaben', highlights: 'Highlights',
  search: 'Im Transkript suchen', searchPlaceholder: 'Suchen', hits: (now, total) => `${now} von ${total}`, noHits: 'Keine Treffer', nextHit: 'Nächster Treffer', previousHit: 'Voriger Treffer', clearSearch: 'Suche leeren',
  files: 'Transkript herunterladen', fileKinds: [['txt', 'Text (TXT)'], ['srt', 'Untertitel (SRT)'], ['vtt', 'Untertitel (VTT)']],
  follow: 'Mitlesen', lineSeen: share => `Gesehen von ${share}`, copyTranscript: 'Text kopieren', unknownSpeaker: 'Unbekannt', playFrom: time => `Ab ${time} abspielen`,
  copyAtTime: time => `Link bei ${time} kopieren`, atTime: time => `Bei ${time}`, copyLink: 'Link kopieren', download: 'Herunterladen',
  done: 'Erledigt', open: 'Offen', assignee: name => `für ${name}`, notes: 'Notizen zu diesem Video',
  failedTitle: 'Die Videoseite konnte nicht geladen werden',
  shutTitles: {
    'share.password_required': 'Dieses Video braucht ein Passwort', 'share.sign_in_required': 'Melde dich an, um das Video zu sehen', 'share.not_for_you': 'Dieses Video ist für andere bestimmt',
    'share.expired': 'Dieser Link ist abgelaufen', 'not_found': 'Dieser Link funktioniert nicht',
  },
  madeWith: 'Gemacht mit Fathom-to-Loom',
  shortcuts: 'Tastatur', shortcutList: [
    ['Leertaste', 'abspielen oder anhalten'], ['← →', '5 Sekunden zurück oder vor'], ['F', 'Vollbild'], ['C', 'Untertitel'], ['M', 'Ton aus oder an'], ['< >', 'langsamer oder schneller'],
    [', .', 'ein Bild zurück oder vor, wenn das Video steht'], ['0 – 9', 'zu diesem Zehntel des Videos'], ['?', 'diese Liste'],
  ],
}

export const player: typeof english.player = {
  again: 'Noch einmal ansehen', newTab: '(öffnet einen neuen Tab)', resume: time => `Bei ${time} weitersehen`,
  back: seconds => `−${seconds} s`, forward: seconds => `+${seconds} s`,
}
