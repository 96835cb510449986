import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type PostsApi, startPostsApi } from '../../demo/posts-api.ts'
import { createUsersDatabase } from '../../demo/users-database.ts'
import type { Config } from '../../src/config/config.ts'
import { startTestGateway, type TestGateway } from '../support/gateway.ts'
import { createTempDirectory } from '../support/temp-directory.ts'

export interface DemoGateway extends TestGateway {
  readonly api: PostsApi
  /** Path of the SQLite file of users. */
  readonly database: string
}

/** The repo's schema over its own posts API and a fresh database of users. */
export async function startDemoGateway(config: Partial<Config> = {}): Promise<DemoGateway> {
  await using opening = new AsyncDisposableStack()
  const directory = opening.use(await createTempDirectory())
  const database = join(directory.path, 'users.db')
  await createUsersDatabase(database)
  const api = opening.use(await startPostsApi())
  const gateway = opening.use(
    await startTestGateway({
      schema: await readFile(new URL('../../schema.graphql', import.meta.url), 'utf8'),
      environment: { POSTS_URL: api.url, DATABASE_URL: `sqlite:${database}` },
      config,
    }),
  )
  const resources = opening.move()
  return { ...gateway, api, database, [Symbol.asyncDispose]: () => resources.disposeAsync() }
}
