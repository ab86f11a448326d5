/** What the doctor found, as the server says it in English; what is in brackets there is given on. */
export function sayFinding(sentence: string): string {
  const known = names[sentence]
  if (known !== undefined) return known
  for (const [pattern, german] of sentences) {
    const found = pattern.exec(sentence)
    if (found) return german(...found.slice(1))
  }
  return sentence
}

const names: Record<string, string> = {
  'Workers': 'Worker', 'Clock': 'Uhr', 'Public address': 'Öffentliche Adresse', 'Video encoder': 'Video-Encoder', 'Browser': 'Browser', 'Fonts': 'Schriften', 'Disk': 'Speicherplatz', 'Mail': 'Mail', 'Secrets': 'Geheimnisse', 'Mode': 'Betriebsart',
  'Disk: recordings and videos': 'Speicherplatz: Aufnahmen und Videos', 'Disk: work of the worker': 'Speicherplatz: Arbeitsordner des Workers', 'Disk: render cache': 'Speicherplatz: Render-Cache', 'Disk: people\'s databases': 'Speicherplatz: Datenbanken der Konten', 'Disk: PocketBase': 'Speicherplatz: PocketBase',
}

const installFfmpeg = 'Installiere ffmpeg 5.1 oder neuer (`npm run setup` macht das) oder setz FFMPEG_PATH und FFPROBE_PATH.'
const installBrowser = 'Führ `npm install` noch einmal aus, oder installiere Chromium und setz PUPPETEER_EXECUTABLE_PATH.'

const sentences: [pattern: RegExp, german: (...found: string[]) => string][] = [
  [/^It could not be looked at \((.+)\)\.$/, why => `Das ließ sich nicht prüfen (${why}).`],
  [/^Look into the log of the web server/, () => 'Sieh ins Protokoll des Webservers und starte die Diagnose noch einmal.'],
  [/^This folder cannot be written to\.$/, () => 'In diesen Ordner lässt sich nicht schreiben.'],
  [/^Give the program's user the right to write there, or set (\S+)\.$/, setting => `Gib dem Benutzer des Programms dort Schreibrechte oder setz ${setting}.`],
  [/^([\d.]+) GB are free\.$/, free => `${free!.replace('.', ',')} GB sind frei.`],
  [/^Make room on this disk, or set (\S+) to a folder on a larger one\.$/, setting => `Schaff auf diesem Datenträger Platz, oder setz ${setting} auf einen Ordner auf einem größeren.`],
  [/^No mail server is set: /, () => 'Kein Mailserver ist eingerichtet: Mails liegen im Postausgang, und niemand kann ein vergessenes Passwort zurücksetzen.'],
  [/^Set SMTP_URL and MAIL_FROM in \.env\.$/, () => 'Setz SMTP_URL und MAIL_FROM in der .env.'],
  [/^SMTP_URL is not the address of a mail server\.$/, () => 'SMTP_URL ist keine Adresse eines Mailservers.'],
  [/^It must look like (\S+)\.$/, example => `Sie muss aussehen wie ${example}.`],
  [/^The mail server answers\.$/, () => 'Der Mailserver antwortet.'],
  [/^The mail server answers, but not with a welcome\.$/, () => 'Der Mailserver antwortet, begrüßt uns aber nicht.'],
  [/^The mail server does not answer\.$/, () => 'Der Mailserver antwortet nicht.'],
  [/^Check host and port in SMTP_URL/, () => 'Prüf Host und Port in SMTP_URL, und ob eine Firewall dazwischen ist.'],
  [/^(\S+) does not answer from this machine/, url => `${url} antwortet von diesem Rechner aus nicht; Links in Mails führen vielleicht ins Leere.`],
  [/^Set PUBLIC_URL to the address that people use/, () => 'Setz PUBLIC_URL auf die Adresse, die alle benutzen, und prüf den Proxy davor.'],
  [/^(\S+) works on this machine only\.$/, url => `${url} funktioniert nur auf diesem Rechner.`],
  [/^Set PUBLIC_URL to an address that others can open/, () => 'Setz PUBLIC_URL auf eine Adresse, die auch andere öffnen können, damit Links zum Teilen funktionieren.'],
  [/^Through (\S+) the admin panel can be reached from outside\.$/, url => `Über ${url} ist das Admin-Panel von außen zu erreichen.`],
  [/^Let the proxy in front answer 404/, () => 'Lass den Proxy davor unter /_/ und /api/ (nicht aber /api/v1/) mit 404 antworten und X-Forwarded-For weitergeben, so wie nginx/default.conf.'],
  [/^(\S+) is not encrypted\.$/, url => `${url} ist nicht verschlüsselt.`],
  [/^Put a proxy with a certificate in front/, () => 'Schalte einen Proxy mit Zertifikat davor (`npm run certificate` und nginx/default.conf sind ein Anfang).'],
  [/^(\S+) answers\.$/, url => `${url} antwortet.`],
  [/^None can be guessed/, () => 'Keines lässt sich erraten, keines ist doppelt vergeben.'],
  [/^Weak, or used twice: (.+)\.$/, which => `Schwach oder doppelt vergeben: ${which}.`],
  [/^PB_ENCRYPTION_KEY can be changed only before the first start/, () => 'PB_ENCRYPTION_KEY lässt sich nur vor dem ersten Start ändern; verwahr den Datenordner von PocketBase dort, wo ihn sonst niemand lesen kann.'],
  [/^Put new values of (.+) into \.env \((.+)\) and start again/, (which, command) => `Trag neue Werte für ${which} in die .env ein (${command}) und starte neu; alle müssen sich dann neu anmelden.`],
  [/^NODE_ENV is (\S+), so weak secrets would not stop a start\.$/, mode => `NODE_ENV ist ${mode}; schwache Geheimnisse würden einen Start nicht verhindern.`],
  [/^Set NODE_ENV to production/, () => 'Setz NODE_ENV auf production, wenn andere diese Installation erreichen können.'],
  [/^It does not answer\.$/, () => 'Keine Antwort.'],
  [/^`npm start` starts it; PB_URL/, () => '`npm start` startet PocketBase; PB_URL sagt, wo danach gesucht wird.'],
  [/^It answers, but does not take our sign-in\.$/, () => 'PocketBase antwortet, nimmt aber unsere Anmeldung nicht an.'],
  [/^PB_ADMIN_EMAIL and PB_ADMIN_PASSWORD must be/, () => 'PB_ADMIN_EMAIL und PB_ADMIN_PASSWORD müssen die sein, mit denen PocketBase gestartet wurde.'],
  [/^It answers and takes our sign-in\.$/, () => 'PocketBase antwortet und nimmt unsere Anmeldung an.'],
  [/^This machine believes that it is (\d+)/, year => `Dieser Rechner glaubt, es sei ${year}: Links und Anmeldungen wären ungültig.`],
  [/^PocketBase does not tell its time\.$/, () => 'PocketBase sagt nicht, wie spät es ist.'],
  [/^PocketBase and the web server are (\d+) seconds apart\.$/, seconds => `Die Uhren von PocketBase und Webserver gehen ${seconds} Sekunden auseinander.`],
  [/^PocketBase and the web server tell the same time\.$/, () => 'Die Uhren von PocketBase und Webserver gehen gleich.'],
  [/^Let the machine set its clock by itself/, () => 'Lass den Rechner seine Uhr selbst stellen (`timedatectl set-ntp true`).'],
  [/^The queue cannot be asked\.$/, () => 'Die Warteschlange lässt sich nicht befragen.'],
  [/^Mend PocketBase first\.$/, () => 'Bring zuerst PocketBase in Ordnung.'],
  [/^None was heard of in the last minute and a half/, () => 'In den letzten anderthalb Minuten hat sich keiner gemeldet: Es wird nichts umgewandelt.'],
  [/^`npm start` starts one; one on another machine/, () => '`npm start` startet einen; einer auf einem anderen Rechner braucht dasselbe WORKER_SECRET und einen Weg zu PocketBase.'],
  [/^(One is|\d+ are) online \((\d+) running, (\d+) waiting\)\.$/, (count, running, waiting) => `${count === 'One is' ? 'Einer ist' : `${Number.parseInt(count!, 10)} sind`} online (${running} in Arbeit, ${waiting} wartend).`],
  [/^(\S+) does not start\.$/, program => `${program} startet nicht.`],
  [/^Install ffmpeg 5\.1 or newer/, () => installFfmpeg],
  [/^It runs; its version has no number\.$/, () => 'Es läuft; seine Version hat keine Nummer.'],
  [/^Version ([\d.]+) is too old\.$/, version => `Version ${version} ist zu alt.`],
  [/^Version ([\d.]+)\.$/, version => `Version ${version}.`],
  [/^ffmpeg does not say which encoders it has\.$/, () => 'ffmpeg sagt nicht, welche Encoder es hat.'],
  [/^This ffmpeg has no (.+)\.$/, missing => `Diesem ffmpeg fehlt ${missing!.replace(' and no ', ' und ')}.`],
  [/^Install an ffmpeg that was built with libx264 and aac/, () => 'Installiere ein ffmpeg mit libx264 und aac, wie es Debian und Homebrew haben.'],
  [/^VIDEO_ENCODER is (\S+), which this ffmpeg does not have/, encoder => `VIDEO_ENCODER ist ${encoder}, das dieses ffmpeg nicht hat; stattdessen rechnet die CPU.`],
  [/^Set VIDEO_ENCODER to auto or libx264\.$/, () => 'Setz VIDEO_ENCODER auf auto oder libx264.'],
  [/^libx264 and aac; a GPU is used/, () => 'libx264 und aac; eine GPU wird benutzt, wenn sie ihre Prüfung besteht.'],
  [/^(\S+) and aac\.$/, encoder => `${encoder} und aac.`],
  [/^The one that PUPPETEER_EXECUTABLE_PATH names\.$/, () => 'Der, den PUPPETEER_EXECUTABLE_PATH nennt.'],
  [/^PUPPETEER_EXECUTABLE_PATH names no program\.$/, () => 'PUPPETEER_EXECUTABLE_PATH nennt kein Programm.'],
  [/^The one that comes with the npm packages\.$/, () => 'Der, der mit den npm-Paketen kommt.'],
  [/^An installed Chrome or Chromium\.$/, () => 'Ein installiertes Chrome oder Chromium.'],
  [/^No Chrome or Chromium was found/, () => 'Kein Chrome oder Chromium gefunden: Titelkarten lassen sich nicht zeichnen.'],
  [/^Run `npm install` again, or install Chromium/, () => installBrowser],
  [/^All that titles and captions are drawn with/, () => 'Alles, womit Titel und Untertitel gezeichnet werden, ist dabei.'],
  [/^(\d+) of (\d+) are missing: (.+)\.$/, (missing, all, which) => `${missing} von ${all} fehlen: ${which}.`],
  [/^Run `npm install` again\.$/, () => 'Führ `npm install` noch einmal aus.'],
]
