import { defineConfig } from 'vitest/config'

// graphql-js, Yoga and the tests must load one and the same copy of `graphql`: Node's own resolution conditions.
const conditions = ['module-sync', 'node']

export default defineConfig({
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    setupFiles: ['test/support/seed.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Closing what tests share: a database server flushes its files.
    teardownTimeout: 60_000,
  },
})
