import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { sayFinding } from '../src/words/de/doctor-sentences.ts'

const folder = fileURLToPath(new URL('../../backend/src/doctor', import.meta.url))

test('whatever the doctor may say can be said in German', () => {
  const sentences = readdirSync(folder).flatMap(file => sentencesIn(ts.createSourceFile(file, readFileSync(join(folder, file), 'utf8'), ts.ScriptTarget.Latest)))
  expect(sentences.length).toBeGreaterThan(40)
  expect(sentences.filter(sentence => sayFinding(sentence) === sentence)).toEqual([])
})

test('figures and names stay what they are', () => {
  expect(sayFinding('3 are online (1 running, 12 waiting).')).toBe('3 sind online (1 in Arbeit, 12 wartend).')
  expect(sayFinding('One is online (0 running, 0 waiting).')).toBe('Einer ist online (0 in Arbeit, 0 wartend).')
  expect(sayFinding('8.5 GB are free.')).toBe('8,5 GB sind frei.')
  expect(sayFinding('A sentence that nobody knows.')).toBe('A sentence that nobody knows.')
})

/** Whole sentences, with an example for what is put into them. Those that are put together from pieces are looked at above. */
function sentencesIn(node: ts.Node): string[] {
  const own = ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) ? [node.text] : ts.isTemplateExpression(node) ? [filled(node)] : []
  const inner: string[] = []
  ts.forEachChild(node, child => { inner.push(...sentencesIn(child)) })
  return [...own.filter(text => /^[A-Z`5].* .*\.$/.test(text) && !/ online \(|^Version [\d.]+$/.test(text)), ...inner]
}

function filled({ head, templateSpans }: ts.TemplateExpression): string {
  return head.text + templateSpans.map(({ literal }) => `5${literal.text}`).join('')
}
