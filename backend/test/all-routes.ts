import type { Router, RequestHandler } from 'express'
import { makeApp } from '../src/app.ts'
import { productRoutes } from '../src/product-routes.ts'
import type { ProductStack } from './product-stack.ts'

/** `route` is its method and its path as it stands in the code. */
export interface FoundRoute { route: string; method: string; path: string; handlers: RequestHandler[] }

/** Read out of the router itself: whoever adds a route is in this list. */
export function routesOf(router: Router): FoundRoute[] {
  return router.stack.flatMap(({ route, handle }) => {
    if (!route) return 'stack' in handle ? routesOf(handle as unknown as Router) : []
    const handlers = route.stack.map(one => one.handle as RequestHandler)
    const methods = new Set(route.stack.map(({ method }) => (method as string | undefined ?? 'all').toUpperCase()))
    return [route.path].flat().flatMap(path => [...methods].map(method => ({ route: `${method} ${path}`, method, path, handlers })))
  })
}

/** The whole web server over a stack, with the routes of accounts, which the stack leaves out. */
export function wholeAppOf({ deps, client, folder }: ProductStack) {
  return makeApp({ deps: { ...deps, client }, product: productRoutes(deps, new URL(`file://${folder}/index.html`)), webFolder: folder })
}
