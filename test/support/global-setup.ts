import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestProject } from 'vitest/node'
import { OPENSSL } from './certificates.ts'
import { CHROMIUM } from './chromium.ts'
import { installProgram } from './find-program.ts'
import { MARIADB, startMariaServer } from './mariadb-server.ts'
import { POSTGRES, startPostgresServer } from './postgres-server.ts'
import type { SharedServer } from './shared-server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Answers at `/mariadb` and `/postgres` the URL of the server that the tests share; the first request starts it. */
    serverDoor: string
  }
}

/**
 * Runs once, in the process that starts the tests: this one must own what all tests share, because test files run in
 * processes of their own and end at any time.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await installProgram(MARIADB)
  await installProgram(POSTGRES)
  await installProgram(CHROMIUM)
  await installProgram(OPENSSL)

  const resources = new AsyncDisposableStack()
  const start: Readonly<Record<SharedServer, () => Promise<string>>> = {
    mariadb: async () => process.env[MARIADB.variable] || resources.use(await startMariaServer()).url,
    postgres: async () => process.env[POSTGRES.variable] || resources.use(await startPostgresServer()).url,
  }
  const urls = new Map<string, Promise<string>>()

  const door = createServer(({ url: path }, response) => {
    const server = path === '/postgres' ? 'postgres' : 'mariadb'
    const url = urls.get(server) ?? start[server]()
    urls.set(server, url)
    url.then(
      text => response.end(text),
      (error: Error) => response.writeHead(500).end(error.message),
    )
  }).listen(0, '127.0.0.1')
  await once(door, 'listening')
  project.provide('serverDoor', `http://127.0.0.1:${(door.address() as AddressInfo).port}`)

  return async () => {
    door.close()
    door.closeAllConnections()
    await Promise.allSettled(urls.values())
    await resources.disposeAsync()
  }
}
