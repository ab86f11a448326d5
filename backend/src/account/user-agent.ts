/** Which browser on which system, as far as the user agent tells; what names itself otherwise is not guessed at. */
export function readUserAgent(userAgent: string): { browser: string | null; system: string | null; isPhone: boolean } {
  return { browser: firstMatch(browsers, userAgent), system: firstMatch(systems, userAgent), isPhone: /\bMobile\b|iPhone|Android(?!.*Tablet)/.test(userAgent) && !/iPad/.test(userAgent) }
}

/** Others call themselves Chrome and Safari too, so those come last. */
const browsers: [string, RegExp][] = [
  ['Edge', /\bEdgA?\/|EdgiOS\//], ['Opera', /\bOPR\//], ['Samsung Internet', /SamsungBrowser\//], ['Vivaldi', /Vivaldi\//],
  ['Firefox', /Firefox\/|FxiOS\//], ['Chrome', /Chrome\/|CriOS\/|HeadlessChrome\//], ['Safari', /Version\/[\d.]+.*Safari\//], ['curl', /^curl\//],
]
const systems: [string, RegExp][] = [
  ['iPhone', /iPhone/], ['iPad', /iPad/], ['Android', /Android/], ['ChromeOS', /\bCrOS\b/], ['Windows', /Windows/], ['macOS', /Mac OS X|Macintosh/], ['Linux', /Linux/],
]

function firstMatch(names: [string, RegExp][], userAgent: string): string | null {
  return names.find(([, pattern]) => pattern.test(userAgent))?.[0] ?? null
}
