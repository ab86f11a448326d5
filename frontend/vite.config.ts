import { defineConfig, type Plugin } from 'vite'
import solid from 'vite-plugin-solid'

const backend = 'http://127.0.0.1:8080'

/** In development the page of a share link comes from Vite; its files come from the backend. */
function sharePageFromVite(request: { url?: string }): string | undefined {
  return /^\/s\/[A-Za-z0-9]+(\/embed)?(\?|$)/.test(request.url ?? '') ? '/index.html' : undefined
}

/**
 * Zod's compiled parsers need eval, which the pages' Content-Security-Policy forbids. It tries while its first shape is built, before
 * any code of ours could tell it not to, and the browser reports a violation.
 */
const zodWithoutEval: Plugin = {
  name: 'zod-without-eval',
  transform: (code, id) => /zod\/v4\/core\/core\.js$/.test(id) ? `${code}\nconfig({ jitless: true })\n` : null,
}

export default defineConfig({
  plugins: [solid(), zodWithoutEval],
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': { target: backend },
      '/s/': { target: backend, bypass: sharePageFromVite },
    },
  },
  build: { outDir: 'dist', assetsDir: 'assets', target: 'es2022', modulePreload: { polyfill: false } },
})
