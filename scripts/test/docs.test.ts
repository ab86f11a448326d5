import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** The text of every test file of the project, with escaped quotes as they read. */
function testSources(): string {
  const folders = ['common', 'user_dbs', 'backend', 'worker', 'demo', 'frontend', 'scripts'].map(name => `${name}/test`).concat('e2e')
  const files = folders.flatMap(folder => readdirSync(join(root, folder)).filter(name => name.endsWith('.ts')).map(name => `${folder}/${name}`))
  return files.map(read).join('\n').replaceAll('\\\'', '\'')
}

describe('docs/when-it-fails.md', () => {
  const promises = [...read('docs/when-it-fails.md').matchAll(/\| `([^`]+)` \|$/gm)].map(match => match[1]!)
  const sources = testSources()

  test('names tests', () => {
    expect(promises.length).toBeGreaterThan(20)
  })

  test.each(promises)('has the test "%s"', title => {
    expect(sources).toContain(`'${title}'`)
  })
})

describe('docs/security.md', () => {
  const lines = [...read('docs/security.md').matchAll(/^\| (\d+) \| ([^|]+) \| (.+) \|$/gm)].map(([, number, what, held]) => ({ number: Number(number), what: what!, held: held! }))
  const sources = testSources()

  test('has each of the 88 attacks once, in order', () => {
    expect(lines.map(({ number }) => number)).toEqual(Array.from({ length: 88 }, (_, index) => index + 1))
  })

  test.each(lines)('$number: $what: names tests of that number, or why it does not apply', ({ number, held }) => {
    const titles = [...held.matchAll(/`([^`]+)`/g)].map(match => match[1]!)
    if (titles.length === 0) expect(held).toMatch(/^does not apply: .{20,}/)
    for (const title of titles) {
      expect(title.slice(0, title.indexOf(':')).split(', ')).toContain(String(number))
      expect(sources.includes(`'${title}'`), `there is no test “${title}”`).toBe(true)
    }
  })
})

test('every picture that the README shows is there', () => {
  const pictures = [...read('README.md').matchAll(/!\[[^\]]*\]\((docs\/[^)]+)\)/g)].map(match => match[1]!)
  expect(pictures.length).toBeGreaterThan(2)
  for (const picture of pictures) expect(readFileSync(join(root, picture)).length).toBeGreaterThan(100)
})
