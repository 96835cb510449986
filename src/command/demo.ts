import { fileURLToPath } from 'node:url'
import type { Demo } from '../../demo/start-demo.ts'
import type { Config, Environment } from '../config/config.ts'
import { SchemaProblems } from '../schema/problem.ts'

/** The demo's schema file. */
export const DEMO_SCHEMA = fileURLToPath(new URL('../../schema.graphql', import.meta.url))

const FOREIGN_DATABASE =
  "DATABASE_URL of your environment names a database that has not the demo's table of users. Take the demo's own: DATABASE_URL= sluice start --demo"

export interface DemoEnvironment extends AsyncDisposable {
  /** An environment with the demo's schema and sources where it has none of its own. */
  complete(environment: Environment): Environment
  /** What to tell instead of an error of the start, where a database of the environment is not that of the demo's schema. */
  explain(error: unknown, schemaPath: Config['schemaPath']): Error | undefined
  /** What runs for the demo, a line each. */
  readonly started: readonly string[]
  /** What the environment names instead, a line each. */
  readonly given: readonly string[]
}

/** Brings what the demo's schema needs and the environment does not name. */
export async function bringDemo({ POSTS_URL, DATABASE_URL }: Environment): Promise<DemoEnvironment> {
  const demo = POSTS_URL && DATABASE_URL ? undefined : await loadDemo()
  return {
    complete: environment => ({
      SLUICE_SCHEMA: DEMO_SCHEMA,
      ...environment,
      POSTS_URL: environment.POSTS_URL || demo?.postsUrl,
      DATABASE_URL: environment.DATABASE_URL || demo?.databaseUrl,
    }),
    explain(error, schemaPath) {
      const isForeign =
        DATABASE_URL && [schemaPath].flat().every(path => path === DEMO_SCHEMA) && error instanceof SchemaProblems
      return isForeign ? new Error(FOREIGN_DATABASE) : undefined
    },
    started: [
      ...(POSTS_URL ? [] : ['a posts API in a process of its own (set POSTS_URL to use another)']),
      ...(DATABASE_URL ? [] : ['a SQLite file of users (set DATABASE_URL to use another database)']),
    ],
    given: [
      ...(POSTS_URL ? ['posts are those of POSTS_URL (POSTS_URL= takes those of the demo)'] : []),
      ...(DATABASE_URL ? ['users are those of DATABASE_URL (DATABASE_URL= takes those of the demo)'] : []),
    ],
    [Symbol.asyncDispose]: async () => demo?.[Symbol.asyncDispose](),
  }
}

async function loadDemo(): Promise<Demo> {
  const { startDemo } = await import('../../demo/start-demo.ts')
  return await startDemo()
}
