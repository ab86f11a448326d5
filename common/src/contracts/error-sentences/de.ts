/**
 * The sentences of `errorTable` in German. Errors reach a person in English, with a code: pages, plain pages and mails say them
 * in the person's language. Where one code has several sentences, `closer` knows those that say more.
 */
export function sayInGerman(code: string, message: string): string {
  for (const [pattern, german] of closer) {
    const found = pattern.exec(message)
    if (found) return german(...found.slice(1))
  }
  return isKnown(code) ? byCode[code] : message
}

const isKnown = (code: string): code is keyof typeof byCode => Object.hasOwn(byCode, code)

export const byCode = {
  'input.invalid': 'Eine Angabe fehlt oder stimmt nicht.',
  'storage.full': 'Dein Speicher ist voll. Lösch Aufnahmen, die du nicht mehr brauchst, oder bitte den Betreiber um mehr Platz.',
  'input.too_large': 'Diese Anfrage ist zu groß.',
  'link.not_a_url': 'Das ist kein Weblink. Füg den ganzen Link der Aufnahme ein, er beginnt mit https://.',
  'link.wrong_host': 'Das ist kein Fathom-Link. Füg einen Link ein, der mit https://fathom.video/share/ beginnt, oder lade die Aufnahme als Datei hoch.',
  'link.lookalike_host': 'Dieser Link sieht nur wie ein Fathom-Link aus und führt woandershin. Echte Links beginnen mit https://fathom.video/. Kopier ihn am besten direkt aus Fathom.',
  'link.usefathom': 'usefathom.com ist ein Webanalyse-Dienst einer anderen Firma, nicht das Fathom, das Meetings aufzeichnet. Meeting-Links beginnen mit https://fathom.video/.',
  'link.not_a_recording': 'Das ist eine Fathom-Seite, aber keine Aufnahme. Öffne das Meeting in Fathom, wähl „Share“ und kopier den Link (https://fathom.video/share/…).',
  'link.needs_account': 'Dieser Link öffnet sich nur für die Person, der das Meeting gehört. Verbinde dein Fathom-Konto oder nimm den Link, den Fathom unter „Share“ zeigt.',
  'link.dead': 'Hinter diesem Link hat Fathom keine Aufnahme mehr. Bitte um einen neuen Link oder prüf, ob du ihn ganz kopiert hast.',
  'link.sign_in_required': 'Für diesen Link muss man bei Fathom angemeldet sein. Verbinde dein Fathom-Konto, mach den Link öffentlich oder lade die Datei hoch.',
  'link.unreadable_page': 'Diese Fathom-Seite können wir nicht lesen. Verbinde dein Fathom-Konto oder lade die Datei hoch.',
  'url.refused': 'Diese Adresse führt zu keiner öffentlichen Website und wird deshalb nicht abgerufen. Nimm einen öffentlichen https://-Link oder lade die Datei hoch.',
  'file.not_found': 'Die Datei wurde nicht gefunden.',
  'file.empty': 'Die Datei ist leer. Wähl die Aufnahme noch einmal aus.',
  'file.not_media': 'Das ist keine lesbare Video- oder Audiodatei. Nimm eine MP4-, MOV-, WebM-, MKV-, MP3-, M4A- oder WAV-Datei.',
  'file.broken': 'Diese Aufnahme ist beschädigt oder unvollständig. Exportiere sie oder lade sie noch einmal herunter.',
  'file.encrypted': 'Diese Aufnahme hat einen Kopierschutz (DRM) und lässt sich nicht öffnen. Exportiere sie ohne Schutz.',
  'file.no_sound_or_picture': 'In dieser Datei ist weder Ton noch bewegtes Bild, aus dem ein Video werden könnte.',
  'file.too_large': 'Diese Datei ist zu groß.',
  'file.too_long': 'Diese Aufnahme ist zu lang.',
  'transcript.unreadable': 'Das Transkript lässt sich nicht lesen. Exportiere es noch einmal, oder lade die Aufnahme ohne Transkript hoch.',
  'recording.nothing_left': 'In dieser Aufnahme spricht niemand, es bliebe also nichts übrig. Schalte das Schneiden aus, um sie trotzdem umzuwandeln.',
  'fathom.key_refused': 'Fathom nimmt diesen API-Schlüssel nicht an. Erstell in Fathom unter Settings → API Access einen neuen und gib ihn hier ein.',
  'fathom.not_connected': 'Es ist kein Fathom-Konto verbunden. Verbinde deins zuerst mit einem API-Schlüssel.',
  'fathom.rate_limited': 'Fathom bittet uns um etwas Geduld. Wir versuchen es gleich noch einmal.',
  'fathom.unreachable': 'Fathom ist gerade nicht erreichbar oder antwortet nicht richtig. Versuch es später noch einmal.',
  'fathom.recording_not_found': 'Dieses Meeting gibt es im verbundenen Fathom-Konto nicht oder nicht mehr.',
  'fathom.no_media': 'Fathom hat von diesem Meeting weder Bild noch Ton aufbewahrt, es gibt also nichts umzuwandeln.',
  'fathom.share_limited': 'Fathom lässt dieses Konto die Aufnahme nicht herunterladen: Sie ist nur zum Ansehen freigegeben. Bitte die Person, der sie gehört, um die Freigabe, oder lade die Datei hoch.',
  'fathom.download_failed': 'Fathom konnte die Datei dieser Aufnahme nicht erstellen. Wir fragen noch einmal; wenn es nicht klappt, lade die Datei bitte selbst hoch.',
  'fathom.download_overdue': 'Fathom bereitet die Datei dieser Aufnahme seit mehr als sechs Stunden vor, darum warten wir nicht länger. Versuch es später noch einmal, oder lade das Video in Fathom herunter und hier hoch.',
  'fathom.download_pending': 'Fathom bereitet die Datei dieser Aufnahme noch vor. Sobald sie da ist, geht es von selbst weiter.',
  'fathom.bad_signature': 'Diese Zustellung ist nicht von Fathom unterschrieben.',
  'fetch.failed': 'Die Gegenseite hat die Datei nicht geliefert. Prüf den Link und versuch es später noch einmal.',
  'fetch.too_large': 'Die Datei hinter diesem Link ist größer als erlaubt.',
  'fetch.timeout': 'Die Gegenseite hat nicht rechtzeitig geantwortet. Versuch es später noch einmal.',
  'auth.required': 'Melde dich an, um weiterzumachen.',
  'auth.wrong_credentials': 'E-Mail-Adresse und Passwort passen nicht zusammen. Prüf bitte beides.',
  'auth.unverified': 'Bestätige zuerst deine E-Mail-Adresse: Wir haben dir gerade eine Mail mit einem Link geschickt.',
  'auth.token_invalid': 'Dieser Link ist nicht mehr gültig. Fordere bitte einen neuen an.',
  'auth.password_too_short': 'Wähl ein Passwort mit mindestens 8 Zeichen.',
  'auth.password_too_long': 'Dieses Passwort ist zu lang. Höchstens 71 Zeichen gehen, mit Umlauten etwa halb so viele.',
  'auth.cross_site': 'Diese Anfrage kam von einer fremden Seite. Mach bitte auf den Seiten dieses Produkts weiter.',
  'access.denied': 'Das darfst du hier nicht.',
  'share.password_required': 'Dieses Video ist mit einem Passwort geschützt.',
  'share.wrong_password': 'Das ist nicht das Passwort dieses Videos.',
  'share.sign_in_required': 'Dieses Video ist für bestimmte Personen. Melde dich an, um zu sehen, ob du dazugehörst.',
  'share.not_for_you': 'Dieses Video ist für andere bestimmt. Bitte die Person, die den Link geschickt hat, deine Adresse einzutragen.',
  'share.expired': 'Dieser Link ist abgelaufen. Bitte die Person, die ihn geschickt hat, um einen neuen.',
  'not_found': 'Das gibt es nicht oder nicht mehr.',
  'conflict': 'Das hat sich inzwischen geändert. Lade die Seite neu.',
  'rate_limited': 'Das waren zu viele Versuche. Warte etwas und versuch es dann noch einmal.',
  'queue.claim_lost': 'Diesen Auftrag bearbeitet inzwischen ein anderer Worker.',
  'queue.too_many_pending': 'Von dir warten schon so viele Aufträge, wie erlaubt sind. Warte, bis einer fertig ist.',
  'queue.not_cancellable': 'Hier gibt es nichts abzubrechen.',
  'queue.unavailable': 'Die Warteschlange ist gerade nicht erreichbar. Versuch es gleich noch einmal.',
  'job.cancelled': 'Dieser Auftrag wurde abgebrochen.',
  'job.worker_lost': 'Der Worker, der daran gearbeitet hat, meldet sich nicht mehr.',
  'userdb.unavailable': 'Deine Daten lassen sich gerade nicht öffnen. Es wurde nichts verändert; versuch es noch einmal, und sag dem Betreiber Bescheid, wenn es so bleibt.',
  'userdb.newer_than_code': 'Deine Daten stammen von einer neueren Version dieses Programms, darum lässt diese ältere sie in Ruhe. Das Programm muss aktualisiert werden.',
  'secret.unreadable': 'Ein gespeichertes Geheimnis lässt sich nicht lesen. Gib es bitte noch einmal ein.',
  'secret.wrong_master_key': 'AES_MASTER_KEY ist nicht der Schlüssel, mit dem die Daten dieser Installation verschlüsselt sind. Es wurde nichts verändert.',
  'speech.unavailable': 'Die Spracherkennung ist gerade nicht erreichbar.',
  'speech.refused': 'Die Spracherkennung konnte mit dem Ton nichts anfangen.',
  'speech.model_unusable': 'Das Whisper-Modell dieser Installation ist nicht zu gebrauchen. `npm run setup -- speech` holt eines.',
  'render.ffmpeg_failed': 'Beim Erstellen des Videos ist etwas schiefgegangen. Ein neuer Versuch kann helfen.',
  'render.browser_failed': 'Die Titelkarte konnte nicht gezeichnet werden: Es fehlt ein funktionierendes Chrome oder Chromium.',
  'verify.failed': 'Das Video hat seine eigenen Prüfungen nicht bestanden und wird deshalb nicht veröffentlicht. Ein neuer Versuch kann helfen.',
  'config.invalid': 'Eine Einstellung dieser Installation fehlt oder stimmt nicht. Der Betreiber findet mit `npm run doctor`, welche.',
  'tool.missing': 'Dieser Installation fehlt ein Programm. Der Betreiber findet mit `npm run doctor`, welches.',
  'mail.refused': 'Der Mailserver hat die Mail nicht angenommen. Wir versuchen es noch einmal.',
  'internal': 'Bei uns ist etwas schiefgegangen.',
}

/** Begins like the server's sentence; what is in brackets there is given on. */
export const closer: [pattern: RegExp, german: (...found: string[]) => string][] = [
  [/^That was tried too often\. Please wait (a second|\d+ seconds|\d+ minutes) and try again\.$/, wait => `Das waren zu viele Versuche. Warte ${waitInGerman(wait!)} und versuch es dann noch einmal.`],
  [/^At most (\d+) files can be uploaded at once\./, most => `Höchstens ${most} Dateien lassen sich gleichzeitig hochladen. Warte, bis eine da ist.`],
  [/^Your archive is being fetched already\./, () => 'Dein Archiv wird schon heruntergeladen. Warte, bis das fertig ist.'],
  [/^Too many windows of this account/, () => 'Zu viele Fenster dieses Kontos warten auf Neuigkeiten. Schließ bitte einige.'],
  [/^This file is too large: at most ([\d,]+) MB/, most => `Diese Datei ist zu groß: Höchstens ${inGermanDigits(most!)} MB lassen sich hochladen.`],
  [/^A transcript may have at most (\d+) MB/, most => `Ein Transkript darf höchstens ${most} MB haben.`],
  [/^The (?:file|recording) is larger than the (\d+) MB/, most => `Die Datei ist größer als die erlaubten ${most} MB.`],
  [/^The picture of this recording is (\d+) × (\d+) points, larger/, (width, height) => `Das Bild dieser Aufnahme hat ${width} × ${height} Punkte, mehr, als Kameras und Bildschirme liefern. Exportiere sie kleiner.`],
  [/^The picture of this recording is only (\d+) × (\d+) points/, (width, height) => `Das Bild dieser Aufnahme hat nur ${width} × ${height} Punkte, zu wenig, um etwas zu zeigen. Exportiere sie größer.`],
  [/^This recording is ([\d.]+) (min|h) long; at most ([\d.]+) (min|h)/, (length, unit, most, mostUnit) => `Diese Aufnahme ist ${lengthInGerman(length!, unit!)} lang; höchstens ${lengthInGerman(most!, mostUnit!)} lassen sich umwandeln.`],
  [/^This recording breaks off after (\d+) of (\d+) seconds/, (seconds, promised) => `Diese Aufnahme bricht nach ${seconds} von ${promised} Sekunden ab. Exportiere sie oder lade sie noch einmal herunter.`],
  [/^All times of the transcript lie after the end/, () => 'Alle Zeiten des Transkripts liegen hinter dem Ende der Aufnahme. Es gehört wohl zu einer anderen.'],
  [/^The transcript file is empty/, () => 'Die Transkriptdatei ist leer. Wähl sie noch einmal aus, oder lade die Aufnahme ohne sie hoch.'],
  [/^Entry (\d+) of the transcript has no usable/, entry => `Eintrag ${entry} des Transkripts hat keine brauchbare Zeit oder keinen Text. Prüf bitte die Datei.`],
  [/^Fathom links begin with https:\/\/ and carry no port/, () => 'Fathom-Links beginnen mit https:// und enthalten keinen Port. Kopier den Link noch einmal aus Fathom.'],
  [/^This Fathom page shows no video/, () => 'Auf dieser Fathom-Seite finden wir kein Video. Vielleicht wird es noch verarbeitet: Versuch es später noch einmal, verbinde dein Fathom-Konto oder lade die Datei hoch.'],
  [/^This recording is still being made\./, () => 'Diese Aufnahme entsteht noch. Versuch es noch einmal, wenn sie vollständig ist.'],
  [/^There is no server named (\S+)\. /, host => `Einen Server namens ${host} gibt es nicht. Prüf bitte die Adresse.`],
  [/^The connection to (\S+) failed\. /, host => `Die Verbindung zu ${host} ist fehlgeschlagen. Versuch es später noch einmal.`],
  [/^(\S+) did not answer in time\. /, host => `${host} hat nicht rechtzeitig geantwortet. Versuch es später noch einmal.`],
  [/^(\S+) answered with an error \((\d+)\)\. /, (host, status) => `${host} hat mit einem Fehler geantwortet (${status}). Versuch es später noch einmal.`],
  [/^(\S+) does not give this file to us \((\d+)\)\. /, (host, status) => `${host} gibt uns diese Datei nicht (${status}). Vielleicht ist der Link abgelaufen oder verlangt eine Anmeldung.`],
  [/^(\S+) says that there is nothing at this address \((\d+)\)\. /, (host, status) => `Unter dieser Adresse gibt es bei ${host} nichts (${status}). Prüf bitte den Link.`],
  [/^This installation came without its sample meeting/, () => 'Bei dieser Installation ist kein Beispiel-Meeting dabei. Füg einen Link ein oder lade eine Datei hoch.'],
  [/^No recording was uploaded/, () => 'Es wurde keine Aufnahme hochgeladen. Wähl eine Video- oder Audiodatei aus.'],
  [/^This is not the e-mail address of your account\./, () => 'Das ist nicht die E-Mail-Adresse deines Kontos. Es wurde nichts gelöscht.'],
  [/^This is not your current password\./, () => 'Das ist nicht dein aktuelles Passwort.'],
  [/^Please choose a password with visible characters/, () => 'Wähl ein Passwort mit sichtbaren Zeichen.'],
  [/^Please say your name first/, () => 'Sag zuerst, wie du heißt.'],
  [/^Please write something first/, () => 'Schreib zuerst etwas.'],
  [/^A recording can have at most (\d+) tags/, most => `Eine Aufnahme kann höchstens ${most} Schlagwörter haben.`],
  [/^The upload broke off/, () => 'Der Upload ist abgebrochen. Versuch es noch einmal.'],
  [/^The field “(.+)” is missing or not right/, field => `Das Feld „${field}“ fehlt oder stimmt nicht.`],
  [/^Comments are turned off for this video/, () => 'Kommentare sind bei diesem Video ausgeschaltet.'],
  [/^This page is for whoever runs this installation/, () => 'Diese Seite ist für alle, die diese Installation betreiben. OPERATOR_EMAILS nennt sie.'],
  [/^This download is no longer valid/, () => 'Dieser Download ist nicht mehr gültig. Fordere ihn in den Einstellungen noch einmal an.'],
  [/^There is no video behind this link/, () => 'Hinter diesem Link ist kein Video. Vielleicht wurde es gelöscht oder der Link ausgeschaltet.'],
  [/^There is no such recording/, () => 'Diese Aufnahme gibt es nicht. Vielleicht wurde sie gelöscht.'],
  [/^There is no video yet/, () => 'Es gibt noch kein Video.'],
  [/^There is nothing at this address/, () => 'Unter dieser Adresse gibt es nichts.'],
  [/^This comment is gone/, () => 'Diesen Kommentar gibt es nicht mehr. Vielleicht wurde er gelöscht.'],
  [/^This reaction is gone/, () => 'Diese Reaktion gibt es nicht mehr.'],
  [/^The recording itself is not stored here yet/, () => 'Die Aufnahme selbst ist hier noch nicht gespeichert.'],
  [/^Only what lies in the bin can be deleted for good/, () => 'Endgültig löschen lässt sich nur, was im Papierkorb liegt.'],
  [/^This recording lies in the bin/, () => 'Diese Aufnahme liegt im Papierkorb. Stell sie zuerst wieder her.'],
  [/^This recording has no finished video yet/, () => 'Diese Aufnahme hat noch kein fertiges Video, das sich bearbeiten ließe.'],
  [/^This recording is already in line/, () => 'Diese Aufnahme ist schon in der Warteschlange.'],
  [/^This video has as many (comments|reactions) as it can hold/, what => `Dieses Video hat schon so viele ${what === 'comments' ? 'Kommentare' : 'Reaktionen'}, wie es haben kann.`],
  [/^This video is already finished/, () => 'Dieses Video ist schon fertig.'],
  [/^This video is being made again already/, () => 'Von diesem Video entsteht schon eine neue Fassung. Warte, bis sie fertig ist, oder brich sie ab.'],
  [/^This video was made again/, () => 'Von diesem Video gibt es eine neue Fassung. Lade die Seite neu.'],
]

function waitInGerman(wait: string): string {
  const [number, unit] = wait.split(' ')
  if (wait === 'a second') return 'eine Sekunde'
  return unit === 'seconds' ? `${number} Sekunden` : number === '1' ? 'eine Minute' : `${number} Minuten`
}

const inGermanDigits = (number: string): string => number.replaceAll(',', '.')

const lengthInGerman = (number: string, unit: string): string => `${number.replace('.', ',')} ${unit === 'h' ? 'Std.' : 'Min.'}`
