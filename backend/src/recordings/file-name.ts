/** Longest name kept, in code points: longer ones fit neither a card nor a file system. */
const maxLength = 120
/** Marks that turn the direction of what follows make `gpj.exe` out of `exe.jpg`. */
const directionMarks = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu

/** The name a person's file had, fit to be shown: no folders, no control or direction marks, not endless. */
export function displayName(given: string, fallback: string): { fileName: string; title: string } {
  const last = given.normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const clean = last.replace(directionMarks, '').replace(/\s+/g, ' ').replace(invisible, '').replace(/^[.\s]+/, '').trim()
  const { stem, extension } = split(clean)
  const title = shorten(stem.replace(/[_\s]+/g, ' ').trim(), maxLength) || fallback
  return { fileName: `${shorten(stem, maxLength - extension.length) || fallback}${extension}`, title }
}

/**
 * `Content-Disposition` of a download: an ASCII name for old programs, the real one beside it.
 * Nothing of the title can end the header or leave the folder.
 */
export function attachment(title: string, extension: string): string {
  const { title: name } = displayName(title.replace(/[/\\]/g, '-'), 'video')
  const plain = name.normalize('NFKD').replace(/[^\w .()-]/g, '').replace(/\s+/g, ' ').trim() || 'video'
  const encoded = encodeURIComponent(`${name}${extension}`).replace(/['()*]/g, character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${plain}${extension}"; filename*=UTF-8''${encoded}`
}

function split(name: string): { stem: string; extension: string } {
  const found = /^(.+)(\.[A-Za-z0-9]{1,8})$/.exec(name)
  return found ? { stem: found[1]!, extension: found[2]! } : { stem: name, extension: '' }
}

function shorten(text: string, length: number): string {
  return [...text].slice(0, length).join('').trim()
}
