import { fileURLToPath } from 'node:url'
import type { Demo } from '../../demo/start-demo.ts'
import type { Environment } from '../config/config.ts'

const SCHEMA = fileURLToPath(new URL('../../schema.graphql', import.meta.url))

export interface DemoEnvironment extends AsyncDisposable {
  /** The environment, with the demo's schema and sources where none is configured. */
  readonly environment: Environment
  /** What runs for the demo, a line each. */
  readonly started: readonly string[]
}

/** Brings what the demo's schema needs and the environment does not name. */
export async function bringDemo(environment: Environment): Promise<DemoEnvironment> {
  const { POSTS_URL, DATABASE_URL } = environment
  const demo = POSTS_URL && DATABASE_URL ? undefined : await loadDemo()
  return {
    environment: {
      SLUICE_SCHEMA: SCHEMA,
      ...environment,
      POSTS_URL: POSTS_URL || demo?.postsUrl,
      DATABASE_URL: DATABASE_URL || demo?.databaseUrl,
    },
    started: [
      ...(POSTS_URL ? [] : ['a posts API in a process of its own (set POSTS_URL to use another)']),
      ...(DATABASE_URL ? [] : ['a SQLite file of users (set DATABASE_URL to use another database)']),
    ],
    [Symbol.asyncDispose]: async () => demo?.[Symbol.asyncDispose](),
  }
}

async function loadDemo(): Promise<Demo> {
  const { startDemo } = await import('../../demo/start-demo.ts')
  return await startDemo()
}
