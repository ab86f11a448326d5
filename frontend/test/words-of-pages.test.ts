import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { beforeAll, expect, test } from 'vitest'
import { en } from '../src/words/en/parts.ts'

const source = fileURLToPath(new URL('../src/', import.meta.url))
/** Which part has `words.<name>`. */
const partOf = new Map<string, string>()
beforeAll(async () => {
  for (const [part, read] of Object.entries(en)) for (const name of Object.keys(await read())) partOf.set(name, part)
})

interface Load { file: string; parts: string[] }
interface Module { imports: string[]; loads: Load[]; says: string[]; saysWhenRead: string[] }

/** Pages that have no frame around them; all others are shown once the words of the frame are there. */
const frameless = ['watch/share-page.tsx', 'watch/embed-page.tsx', 'shell/not-found-page.tsx', 'shell/app-frame.tsx']

test('every page, and every piece that comes later, loads the words that it says', () => {
  expect(lacking('app.tsx', new Set(['base']))).toEqual([])
})

test('no module reads words before they are there', () => {
  const early = allModules().flatMap(file => readModule(file).saysWhenRead.map(word => `${file}: words.${word}`))
  expect(early).toEqual([])
})

/** "file: words.x" for whatever is said by what is loaded here, or from here, without its part. */
function lacking(entry: string, known: Set<string>): string[] {
  const files = withImports(entry)
  const here = files.flatMap(file => readModule(file).says.filter(word => !known.has(partOf.get(word) ?? '')).map(word => `${file}: words.${word}, loaded by ${entry}`))
  const later = files.flatMap(file => readModule(file).loads).flatMap(load => {
    const isFramed = entry === 'app.tsx' && !frameless.includes(load.file)
    return lacking(load.file, new Set([...known, ...load.parts, ...isFramed ? ['app'] : []]))
  })
  return [...new Set([...here, ...later])]
}

function withImports(file: string, found = new Set<string>()): string[] {
  if (found.has(file)) return [...found]
  found.add(file)
  for (const imported of readModule(file).imports) withImports(imported, found)
  return [...found]
}

const read = new Map<string, Module>()
function readModule(file: string): Module {
  const known = read.get(file)
  if (known) return known
  const module: Module = { imports: [], loads: [], says: [], saysWhenRead: [] }
  read.set(file, module)
  const tree = ts.createSourceFile(file, readFileSync(join(source, file), 'utf8'), ts.ScriptTarget.Latest, true, file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS)
  walk(tree, { file, module, parts: [], isInFunction: false })
  return module
}

interface Place { file: string; module: Module; parts: string[]; isInFunction: boolean }

function walk(node: ts.Node, place: Place): void {
  const { module, file } = place
  if ((ts.isImportDeclaration(node) && !node.importClause?.isTypeOnly) || ts.isExportDeclaration(node)) {
    const path = node.moduleSpecifier && pathOf(file, node.moduleSpecifier)
    if (path) module.imports.push(path)
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const path = pathOf(file, node.arguments[0]!)
    if (path) module.loads.push({ file: path, parts: place.parts })
  }
  if (ts.isPropertyAccessExpression(node) && node.expression.getText() === 'words') {
    module.says.push(node.name.text)
    if (!place.isInFunction) module.saysWhenRead.push(node.name.text)
  }
  const parts = ts.isCallExpression(node) && node.expression.getText() === 'withWords' ? partsIn(node.arguments[0]!) : place.parts
  const isInFunction = place.isInFunction || ts.isFunctionLike(node)
  ts.forEachChild(node, child => walk(child, { ...place, parts, isInFunction }))
}

function partsIn(node: ts.Expression): string[] {
  if (ts.isStringLiteral(node)) return [node.text]
  return ts.isArrayLiteralExpression(node) ? node.elements.filter(ts.isStringLiteral).map(element => element.text) : []
}

/** Where a relative import leads, seen from src; nothing for packages, styles and the words themselves. */
function pathOf(file: string, specifier: ts.Expression): string | null {
  if (!ts.isStringLiteral(specifier) || !specifier.text.startsWith('.') || !/\.tsx?$/.test(specifier.text)) return null
  const path = relative(source, join(source, dirname(file), specifier.text))
  return path.startsWith('words/') || path.startsWith('..') ? null : path
}

function allModules(): string[] {
  return readdirSync(source, { recursive: true }).map(String).filter(file => /\.tsx?$/.test(file) && !file.startsWith('words/'))
}
