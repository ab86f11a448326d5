import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadEnvFiles } from '@f2l/common/load-env.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'load-env-'))
  writeFileSync(join(folder, '.env'), 'PORT=1\nJWT_SECRET="of .env"\nHOST=a\n')
  writeFileSync(join(folder, '.env.local'), 'PORT=2\nLOG_LEVEL=debug\n')
})
afterEach(() => rmSync(folder, { recursive: true }))

test('the environment goes before .env, and .env before .env.local', () => {
  const environment = { HOST: 'mine' }
  loadEnvFiles(environment, folder)
  expect(environment).toEqual({ HOST: 'mine', PORT: '1', JWT_SECRET: 'of .env', LOG_LEVEL: 'debug' })
})

test('with names no other secret of the file comes into the process', () => {
  const environment = {}
  loadEnvFiles(environment, folder, ['PORT', 'LOG_LEVEL'])
  expect(environment).toEqual({ PORT: '1', LOG_LEVEL: 'debug' })
})
