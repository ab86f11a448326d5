import { existsSync } from 'node:fs'
import { join } from 'node:path'
import express, { Router } from 'express'
import { AppError } from '@f2l/common/errors.ts'

/** The built pages. Every address that is no file is a page of the app, which knows its own addresses. */
export function webApp(folder: string): Router {
  const router = Router()
  // Vite puts a hash into these names: a file never changes under its name.
  router.use('/assets', express.static(join(folder, 'assets'), { immutable: true, maxAge: '1y', index: false, redirect: false, fallthrough: false }))
  router.use(express.static(folder, { index: false, redirect: false, setHeaders: res => void res.setHeader('Cache-Control', 'no-cache') }))
  router.use((req, res, next) => {
    if (req.method !== 'GET' && req.method !== 'HEAD') return next()
    const page = join(folder, 'index.html')
    if (!existsSync(page)) throw new AppError('not_found', 'The web pages are not built yet. `npm run build` builds them.')
    res.setHeader('Cache-Control', 'no-cache')
    res.sendFile(page)
  })
  return router
}
