import type { Language } from '@f2l/common/contracts/language.ts'

/** One part of a mail: each is written as HTML and as plain text from the same words. */
export type MailPart =
  | { kind: 'heading'; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'quote'; text: string }
  | { kind: 'small'; text: string }
  | { kind: 'poster'; source: string; alt: string; link: string }
  | { kind: 'button'; label: string; link: string }
  | { kind: 'moments'; title: string; moments: { time: string; text: string; link: string }[] }

export interface MailPage {
  language: Language
  /** Shown by mail programs behind the subject, not in the mail. */
  preheader: string
  parts: MailPart[]
  footer: string
}

const font = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
const accent = '#4b3fd6'

/** Mail programs drop style sheets: colours stand inline, and the sheet only turns them for dark mode where it is read. */
const darkStyles = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){.f2l-page{background:#14151a!important}.f2l-card{background:#1f2128!important;border-color:#343843!important}
.f2l-ink{color:#f2f3f6!important}.f2l-soft{color:#b3b8c4!important}.f2l-link{color:#b9b2ff!important}.f2l-row{border-color:#343843!important}.f2l-quote{background:#2a2d36!important}}`

/** The whole mail as an HTML page. Every text is escaped here and nowhere else. */
export function mailHtml({ language, preheader, parts, footer }: MailPage): string {
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${escapeHtml(preheader)}</title><style>${darkStyles}</style></head>
<body class="f2l-page" style="margin:0;padding:0;background:#f3f3f7;-webkit-text-size-adjust:100%">
<div style="display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px">${escapeHtml(preheader)}${'&nbsp;&zwnj;'.repeat(60)}</div>
<div class="f2l-page" style="background:#f3f3f7;padding:24px 12px;font-family:${font}">
<div class="f2l-card" style="box-sizing:border-box;max-width:560px;margin:0 auto;padding:28px 24px;background:#ffffff;border:1px solid #e3e3ec;border-radius:16px">
${parts.map(partHtml).join('\n')}
</div>
<p class="f2l-soft" style="max-width:560px;margin:18px auto 0;font-size:13px;line-height:1.5;color:#5e6470;text-align:center">${escapeHtml(footer)}</p>
</div></body></html>
`
}

/** The same mail for programs (and people) that want no HTML. */
export function mailText({ parts, footer }: MailPage): string {
  return `${parts.map(partText).filter(text => text !== '').join('\n\n')}\n\n-- \n${footer}\n`
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')
}

function partHtml(part: MailPart): string {
  switch (part.kind) {
    case 'heading': return `<h1 class="f2l-ink" style="margin:0 0 10px;font-size:24px;line-height:1.25;font-weight:700;color:#17181d;overflow-wrap:anywhere">${escapeHtml(part.text)}</h1>`
    case 'paragraph': return `<p class="f2l-ink" style="margin:0 0 18px;font-size:16px;line-height:1.55;color:#2b2d35;overflow-wrap:anywhere">${escapeHtml(part.text)}</p>`
    case 'quote': return `<p class="f2l-ink f2l-quote" style="margin:0 0 18px;padding:14px 16px;font-size:16px;line-height:1.5;color:#2b2d35;background:#f3f3f7;border-left:4px solid #d9534a;border-radius:6px;overflow-wrap:anywhere">${escapeHtml(part.text)}</p>`
    case 'small': return `<p class="f2l-soft" style="margin:18px 0 0;font-size:14px;line-height:1.5;color:#5e6470;overflow-wrap:anywhere">${escapeHtml(part.text)}</p>`
    case 'poster': return `<a href="${escapeHtml(part.link)}" style="display:block;margin:0 0 18px;text-decoration:none"><img src="${escapeHtml(part.source)}" alt="${escapeHtml(part.alt)}" width="512" style="display:block;width:100%;max-width:512px;height:auto;border:0;border-radius:12px"></a>`
    case 'button': return `<p style="margin:0 0 20px"><a href="${escapeHtml(part.link)}" style="display:inline-block;padding:13px 26px;font-size:16px;line-height:1.25;font-weight:600;color:#ffffff;background:${accent};border-radius:999px;text-decoration:none">${escapeHtml(part.label)}</a></p>`
    case 'moments': return momentsHtml(part)
  }
}

function momentsHtml({ title, moments }: Extract<MailPart, { kind: 'moments' }>): string {
  const rows = moments.map(({ time, text, link }) => `<div class="f2l-row" style="padding:10px 0 10px 60px;text-indent:-60px;border-top:1px solid #e9e9f0;font-size:15px;line-height:1.45"><a class="f2l-link" href="${escapeHtml(link)}" style="color:${accent};text-decoration:none;overflow-wrap:anywhere"><span style="display:inline-block;min-width:60px;text-indent:0;font-weight:600;font-variant-numeric:tabular-nums">${escapeHtml(time)}</span>${escapeHtml(text)}</a></div>`)
  return `<h2 class="f2l-ink" style="margin:6px 0 8px;font-size:16px;line-height:1.4;font-weight:700;color:#17181d">${escapeHtml(title)}</h2>\n${rows.join('\n')}`
}

function partText(part: MailPart): string {
  switch (part.kind) {
    case 'heading': case 'paragraph': case 'small': return part.text
    case 'quote': return `> ${part.text}`
    case 'poster': return ''
    case 'button': return `${part.label}:\n${part.link}`
    case 'moments': return [part.title, ...part.moments.map(({ time, text, link }) => `${time}  ${text}\n      ${link}`)].join('\n')
  }
}
