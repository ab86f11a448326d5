import { defineConfig } from 'vite'
import solid from 'vite-plugin-solid'

const backend = 'http://127.0.0.1:8080'

/** In development the page of a share link comes from Vite; its files come from the backend. */
function sharePageFromVite(request: { url?: string }): string | undefined {
  return /^\/s\/[A-Za-z0-9]+(\/embed)?(\?|$)/.test(request.url ?? '') ? '/index.html' : undefined
}

export default defineConfig({
  plugins: [solid()],
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': { target: backend },
      '/s/': { target: backend, bypass: sharePageFromVite },
    },
  },
  build: { outDir: 'dist', assetsDir: 'assets', target: 'es2022', modulePreload: { polyfill: false } },
})
