import { fileURLToPath } from 'node:url'
import type { Demo } from '../../demo/start-demo.ts'
import type { Environment } from '../config/config.ts'

const SCHEMA = fileURLToPath(new URL('../../schema.graphql', import.meta.url))

export interface DemoEnvironment extends AsyncDisposable {
  /** An environment with the demo's schema and sources where it has none of its own. */
  complete(environment: Environment): Environment
  /** What runs for the demo, a line each. */
  readonly started: readonly string[]
}

/** Brings what the demo's schema needs and the environment does not name. */
export async function bringDemo({ POSTS_URL, DATABASE_URL }: Environment): Promise<DemoEnvironment> {
  const demo = POSTS_URL && DATABASE_URL ? undefined : await loadDemo()
  return {
    complete: environment => ({
      SLUICE_SCHEMA: SCHEMA,
      ...environment,
      POSTS_URL: environment.POSTS_URL || demo?.postsUrl,
      DATABASE_URL: environment.DATABASE_URL || demo?.databaseUrl,
    }),
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
