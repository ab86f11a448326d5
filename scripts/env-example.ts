import { settings } from '@f2l/common/config.ts'

/** The text of `.env.example`, made from the table of settings; a test keeps the file equal to it. */
export function envExample(): string {
  const lines = ['# Every setting with its default. Copy lines you want to change into .env.', '# Priority: environment > .env > .env.local > default.']
  let group = ''
  for (const [name, setting] of Object.entries(settings)) {
    if (setting.group !== group) lines.push('', `# ${setting.group}`)
    group = setting.group
    lines.push(`# ${setting.doc}${setting.fallback === null ? ' (made by the bootstrap)' : ''}`, `#${name}=${setting.fallback ?? ''}`)
  }
  return `${lines.join('\n')}\n`
}
