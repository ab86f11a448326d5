import { expect, test } from 'vitest'
import { databaseName, isDatabaseName, usernameOf } from '@f2l/user-dbs/database-name.ts'

test('a database is named after UTC day, number of the day and e-mail prefix', () => {
  expect(databaseName('2026-01-15', 1, usernameOf('johndoe@example.com'))).toBe('2026-01-15-001-johndoe')
})

test('33: the 1000th database of a day has four digits', () => {
  expect(databaseName('2026-01-15', 999, 'a')).toBe('2026-01-15-999-a')
  expect(databaseName('2026-01-15', 1000, 'a')).toBe('2026-01-15-1000-a')
  expect(isDatabaseName('2026-01-15-1000-a')).toBe(true)
})

test.each([
  ['../../etc/passwd@x.y', 'etc-passwd'], ['..@x.y', 'user'], ['.@x.y', 'user'], ['con@x.y', 'con'], ['aux.db@x.y', 'aux-db'],
  ['-rf@x.y', 'rf'], ['a/b@x.y', 'a-b'], ['a\\b@x.y', 'a-b'], ['a%2fb@x.y', 'a-2fb'], ['a\0b@x.y', 'a-b'], ['a\u202Egpj@x.y', 'a-gpj'],
  [`${'x'.repeat(300)}@x.y`, 'x'.repeat(32)], ['🙂🙂@x.y', 'user'], ['@x.y', 'user'], ['', 'user'], ['José.Müller+tag@x.y', 'jose-muller-tag'],
  ['"a@b"@x.y', 'a-b'], ['ＡＢＣ@x.y', 'abc'], [`${'a'.repeat(31)}.b@x.y`, 'a'.repeat(31)], ['жанна@x.y', 'user'], ['John\r\nDoe@x.y', 'john-doe'],
])('30: the prefix of %j becomes %j', (email, username) => {
  expect(usernameOf(email)).toBe(username)
  expect(isDatabaseName(databaseName('2026-01-15', 1, usernameOf(email)))).toBe(true)
})

test.each(['', '../2026-01-15-001-a', '2026-01-15-001-a/../b', '2026-01-15-001-A', '2026-01-15-01-a', '2026-01-15-001-', '2026-01-15-001-a\n', `2026-01-15-001-${'a'.repeat(33)}`])('%j is no name of a database', name => {
  expect(isDatabaseName(name)).toBe(false)
})
