import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What runs in a browser takes longest: begun last, one file would go on alone. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLong = ({ moduleId }: TestSpecification): boolean => moduleId.includes('/e2e/')
    return [...sorted.filter(isLong), ...sorted.filter(file => !isLong(file))]
  }
}

export default defineConfig({
  test: {
    include: ['{common,user_dbs,backend,worker,demo,frontend,scripts}/test/**/*.test.ts', 'e2e/**/*.test.ts'],
    // Real encoders and browsers on a busy machine take their time; a test that hangs is ended all the same.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // A developer's own server must not be sent the sound of tests, nor their model do the work.
    env: { SPEECH_API_URL: '', WHISPER_MODEL: '' },
    globalSetup: 'e2e/test-run.ts',
    sequence: { sequencer: LongestFirst },
    // Two cores: more forks only make real ffmpeg and PocketBase wait for each other.
    maxWorkers: 2,
  },
})
