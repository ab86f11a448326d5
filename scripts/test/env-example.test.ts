import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { envExample } from '../env-example.ts'

test('.env.example names every setting with its default', () => {
  expect(readFileSync(new URL('../../.env.example', import.meta.url), 'utf8')).toBe(envExample())
})
