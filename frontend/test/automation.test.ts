import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import type { ApiScope } from '@f2l/common/contracts/api-keys.ts'
import { exampleOf } from '../src/api-keys/key-example.ts'
import { readDomains } from '../src/fathom/read-domains.ts'

test.each<[string, string[], string]>([
  ['example.com', ['example.com'], ''],
  ['@Example.com, ben@beta.example;gamma.example example.com', ['example.com', 'beta.example', 'gamma.example'], ''],
  ['example.com nonsense http://x.example', ['example.com'], 'nonsense http://x.example'],
  ['localhost', [], 'localhost'], ['bücher.example', ['bücher.example'], ''], ['-a.example a..example', [], '-a.example a..example'], ['', [], ''],
])('in “%s” the domains are found, and what is none stays', (text, domains, rest) => {
  expect(readDomains(text)).toEqual({ domains, rest })
})

test.each<[ApiScope[], string]>([[['share', 'read'], 'GET recordings'], [['convert'], 'POST recordings'], [['share'], 'GET share']])('a key that may %s is shown with a command that it can run', (scopes, does) => {
  const item = { id: 'key_x', name: 'x', lastFour: 'abcd', scopes, createdAt: '', expiresAt: null, lastUsedAt: null }
  const words = argumentsOf(exampleOf({ key: 'f2l_abc', item }, 'https://videos.example.com'))
  expect(words).toContain('Authorization: Bearer f2l_abc')
  expect(`${words.includes('-d') ? 'POST' : 'GET'} ${words.at(-1)!.split('/').at(-1)}`).toBe(does)
})

/** The words of a command as a shell reads them. */
function argumentsOf(command: string): string[] {
  return execFileSync('sh', ['-c', `curl() { printf '%s\\n' "$@"; }\n${command}`], { encoding: 'utf8' }).trim().split('\n')
}
