import { execFile, execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiKeyMade } from '@f2l/common/contracts/api-keys.ts'
import { startProductStack, type ProductStack } from './product-stack.ts'

const run = promisify(execFile)
const text = readFileSync(join(import.meta.dirname, '../../docs/api.md'), 'utf8')
const examples = [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(match => match[1]!)
const sample = join(import.meta.dirname, '../../demo/media/sample-meeting.mp4')
let stack: ProductStack
let key: string

beforeAll(async () => {
  stack = await startProductStack()
  const answer = await (await stack.signUp('Ann')).call('POST', '/api/v1/api-keys', { name: 'Docs', scopes: ['read', 'convert', 'share'], expiresAt: null })
  key = apiKeyMade.parse(await answer.json()).key
  execFileSync(process.env['FFMPEG_PATH'] || 'ffmpeg', ['-v', 'error', '-y', '-i', sample, '-t', '3', '-c', 'copy', join(stack.folder, 'meeting.mp4')])
  await writeFile(join(stack.folder, 'meeting.vtt'), 'WEBVTT\n\n00:00:00.500 --> 00:00:02.500\n<v Ann>Hello.\n')
}, 60_000)
afterAll(() => stack?.stop())

describe('docs/api.md', () => {
  test('has an example of each thing that it explains', () => {
    expect(examples.length).toBeGreaterThan(8)
    for (const path of ['/recordings/upload', '/queue', '/search', '/share/renew', '/cancel', '/retry', '/source-link']) expect(examples.some(example => example.includes(path)), path).toBe(true)
  })

  test.each(examples.map((example, index) => [index + 1, example] as const))('example %i runs as it stands', async (_, example) => {
    const { stdout } = await run('sh', ['-e', '-c', example], { cwd: stack.folder, env: { PATH: process.env['PATH'], F2L_URL: stack.url, F2L_KEY: key } })
    for (const answer of stdout.trim().split(/(?<=\})(?=\{)/)) expect((JSON.parse(answer) as { error?: unknown }).error ?? null).toBeNull()
  }, 30_000)

  test('names the scopes, the codes and the limits as they are', () => {
    for (const word of ['`read`', '`convert`', '`share`', 'auth.key_refused', 'auth.key_expired', 'auth.key_scope', 'access.denied', '120 calls a minute', '600 from one address']) expect(text).toContain(word)
  })
})
