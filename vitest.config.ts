import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/support/longest-first.ts'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    setupFiles: ['test/support/seed.ts'],
    // Node runs the sources as they are, as it does in use; what it has made of them is kept for the next process.
    experimental: { viteModuleRunner: false },
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/node') },
    // A process loads the sources once, for all its test files: what a file changes for the process it sets back.
    isolate: false,
    // One more than there are cores: while a test waits for a database or a process, another one has its turn.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Closing what tests share: a database server flushes its files.
    teardownTimeout: 60_000,
  },
})
