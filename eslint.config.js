import js from '@eslint/js'
import importX from 'eslint-plugin-import-x'
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript'
import solid from 'eslint-plugin-solid/configs/typescript'
import ts from 'typescript-eslint'

/** `target` may not import from `from` (docs/architecture.md has the picture). */
const walls = [
  { target: './common', from: ['./user_dbs', './backend', './worker', './frontend', './demo'] },
  { target: './common/src/contracts', from: './common/src', except: ['./contracts'] },
  { target: './user_dbs', from: ['./backend', './worker', './frontend', './demo'] },
  { target: './backend', from: ['./worker', './frontend', './demo'] },
  { target: './worker', from: ['./backend', './user_dbs', './frontend', './demo'] },
  { target: './frontend', from: ['./user_dbs', './backend', './worker', './demo'] },
  { target: './frontend/src', from: './common/src', except: ['./contracts'] },
  { target: './demo', from: ['./user_dbs', './backend', './worker', './frontend'] },
  { target: './worker/src/stages', from: './worker/src', except: ['./stages', './tools', './plan'] },
  { target: './worker/src/tools', from: './worker/src', except: ['./tools'] },
  { target: './worker/src/plan', from: './worker/src', except: ['./plan'] },
]

export default ts.config(
  { ignores: ['**/dist/**', '**/node_modules/**', 'pb_global/**', 'user_dbs/drizzle/**', 'data/**', 'coverage/**'] },
  js.configs.recommended,
  ...ts.configs.strict,
  {
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver({ noWarnOnMultipleProjects: true, project: ['tsconfig.json', 'frontend/tsconfig.json', 'e2e/tsconfig.json'] })] },
    rules: {
      'import-x/no-cycle': 'error',
      'import-x/no-restricted-paths': ['error', { zones: walls.map(wall => ({ ...wall, message: 'see "Direction of imports" in docs/architecture.md' })) }],
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-restricted-properties': ['error', { object: 'process', property: 'env', message: 'only main files read the environment' }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/main.ts', '**/*.main.ts', 'scripts/**', '**/test/**', 'e2e/**', 'bench/**', 'demo/**', '*.config.*', '*.cjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', module: 'readonly', Buffer: 'readonly', URL: 'readonly', setTimeout: 'readonly', fetch: 'readonly' } },
    rules: { 'no-restricted-properties': 'off', 'max-lines-per-function': 'off' },
  },
  { files: ['**/*.{ts,tsx}'], rules: { 'no-undef': 'off' } },
  { files: ['frontend/src/**/*.tsx'], ...solid },
)
