import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestProject } from 'vitest/node'
import { CHROMIUM } from './chromium.ts'
import { installProgram } from './find-program.ts'
import { MARIADB, startMariaServer } from './mariadb-server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Answers the URL of the database server that the tests share; the first request starts it. */
    mariadbDoor: string
  }
}

/**
 * Runs once, in the process that starts the tests: this one must own what all tests share, because test files run in
 * processes of their own and end at any time.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await installProgram(MARIADB)
  await installProgram(CHROMIUM)

  const resources = new AsyncDisposableStack()
  const existing = process.env[MARIADB.variable]
  let url: Promise<string> | undefined
  const start = async () => existing || resources.use(await startMariaServer()).url

  const door = createServer((_request, response) => {
    url ??= start()
    url.then(
      text => response.end(text),
      (error: Error) => response.writeHead(500).end(error.message),
    )
  }).listen(0, '127.0.0.1')
  await once(door, 'listening')
  project.provide('mariadbDoor', `http://127.0.0.1:${(door.address() as AddressInfo).port}`)

  return async () => {
    door.close()
    door.closeAllConnections()
    await url?.catch(() => undefined)
    await resources.disposeAsync()
  }
}
