import { resolve } from 'node:path'

/** Where the repository lies: relative paths in settings begin here. */
export const projectFolder = resolve(import.meta.dirname, '../..')
