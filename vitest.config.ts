import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{common,user_dbs,backend,worker,demo,frontend,scripts}/test/**/*.test.ts', 'e2e/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Two cores: more forks only make real ffmpeg and PocketBase wait for each other.
    maxWorkers: 2,
  },
})
