import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { byCode, closer, sayInGerman } from '../src/contracts/error-sentences/de.ts'
import { errorTable, type ErrorCode } from '../src/errors.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

test('every code has a German sentence', () => {
  const sentences: Record<ErrorCode, string> = byCode
  expect(Object.keys(sentences).toSorted()).toEqual(Object.keys(errorTable).toSorted())
  for (const sentence of Object.values(sentences)) expect(sentence).toMatch(/^[A-ZÄÖÜ].*\.$|^usefathom\.com .*\.$/)
})

test('a sentence that says more than its code is known by itself, with its figures', () => {
  expect(sayInGerman('rate_limited', 'That was tried too often. Please wait 5 seconds and try again.')).toBe('Das waren zu viele Versuche. Warte 5 Sekunden und versuch es dann noch einmal.')
  expect(sayInGerman('rate_limited', 'That was tried too often. Please wait 3 minutes and try again.')).toContain('Warte 3 Minuten')
  expect(sayInGerman('file.too_long', 'This recording is 5.5 h long; at most 4.0 h can be converted.')).toBe('Diese Aufnahme ist 5,5 Std. lang; höchstens 4,0 Std. lassen sich umwandeln.')
  expect(sayInGerman('file.too_large', 'This file is too large: at most 8,192 MB can be uploaded.')).toContain('Höchstens 8.192 MB')
})

test('what was written down without a code is known by its sentence', () => {
  expect(sayInGerman('', 'It is shorter than 1 minute.')).toBe('Es ist kürzer als eine Minute.')
  expect(sayInGerman('', 'Its meeting type is “Sales call”.')).toBe('Sein Meeting-Typ ist „Sales call“.')
  expect(sayInGerman('', 'Fathom calls from the internet and cannot reach localhost:8080: whoever runs this installation has to give it a public address (PUBLIC_URL).')).toContain('erreicht localhost:8080 nicht')
  expect(sayInGerman('', 'mail.example.com did not take the mail (answer 550). Please check the sender\'s address: many servers take mail from their own addresses only.')).toContain('Antwort 550')
})

test('a code that nobody knows keeps the server\'s sentence', () => {
  expect(sayInGerman('future.thing', 'A sentence.')).toBe('A sentence.')
  expect(sayInGerman('toString', 'A sentence.')).toBe('A sentence.')
})

test('what is known by itself is still what the product says', () => {
  const said = errorSentences()
  for (const [pattern] of closer) expect(said.some(sentence => pattern.test(sentence)), String(pattern)).toBe(true)
})

/** The sentences of all errors, with examples for what is put into them. */
function errorSentences(): string[] {
  const folders = ['common/src', 'backend/src', 'worker/src', 'user_dbs/src'].map(folder => join(root, folder))
  const files = folders.flatMap(folder => readdirSync(folder, { recursive: true }).map(name => join(folder, String(name)))).filter(file => file.endsWith('.ts'))
  return files.flatMap(file => sentencesIn(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest)))
}

function sentencesIn(node: ts.Node): string[] {
  const own = ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) ? [node.text] : ts.isTemplateExpression(node) ? filled(node) : []
  const inner: string[] = []
  ts.forEachChild(node, child => { inner.push(...sentencesIn(child)) })
  return [...own, ...inner]
}

function filled({ head, templateSpans }: ts.TemplateExpression): string[] {
  return ['5', '5 seconds', '5 min'].map(example => head.text + templateSpans.map(({ literal }) => example + literal.text).join(''))
}
