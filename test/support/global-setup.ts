import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { TestProject } from 'vitest/node'
import { OPENSSL } from './certificates.ts'
import { CHROMIUM } from './chromium.ts'
import { EmptiedDatabases } from './emptied-databases.ts'
import { installProgram } from './find-program.ts'
import { MARIADB, startMariaServer } from './mariadb-server.ts'
import { installMysql } from './mysql-install.ts'
import { startMysqlServer } from './mysql-server.ts'
import { pack } from './pack.ts'
import { POSTGRES, startPostgresServer } from './postgres-server.ts'
import type { SharedPath } from './shared-server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The URL below which each SharedPath is answered. */
    serverDoor: string
    /** Why there is no MySQL to test with; empty where there is one. */
    withoutMysql: string
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
  const withoutMysql = process.env.TEST_MYSQL_URL
    ? ''
    : await installMysql().then(
        () => '',
        (error: Error) => error.message,
      )
  if (withoutMysql !== '') console.warn(`Tests on MySQL do not run. ${withoutMysql}. Set TEST_MYSQL_URL to a server.`)
  project.provide('withoutMysql', withoutMysql)

  const resources = new AsyncDisposableStack()
  const started: Promise<unknown>[] = []
  /** Begins with the first that asks. */
  const shared = <T>(start: () => Promise<T>) => {
    let begun: Promise<T> | undefined
    return () => {
      if (!begun) {
        begun = start()
        started.push(begun)
      }
      return begun
    }
  }
  const mariadb = shared(async () => process.env[MARIADB.variable] || resources.use(await startMariaServer()).url)
  const postgres = shared(async () => {
    const server = process.env[POSTGRES.variable] || resources.use(await startPostgresServer()).url
    return resources.use(new EmptiedDatabases(server))
  })
  const mysql = shared(async () => process.env.TEST_MYSQL_URL || resources.use(await startMysqlServer()).url)
  const packed = shared(async () => resources.use(await pack()).path)
  const answers: Readonly<Record<SharedPath, (body: string) => Promise<string>>> = {
    '/mariadb': mariadb,
    '/mysql': mysql,
    '/package': packed,
    '/postgres': async () => (await postgres()).server,
    '/postgres/take': async () => (await postgres()).take(),
    '/postgres/give-back': async url => {
      ;(await postgres()).giveBack(url)
      return ''
    },
  }

  const door = createServer((request, response) => {
    text(request)
      .then(answers[request.url as SharedPath])
      .then(
        answer => response.end(answer),
        (error: Error) => response.writeHead(500).end(error.message),
      )
  }).listen(0, '127.0.0.1')
  await once(door, 'listening')
  project.provide('serverDoor', `http://127.0.0.1:${(door.address() as AddressInfo).port}`)

  return async () => {
    door.close()
    door.closeAllConnections()
    await Promise.allSettled(started)
    await resources.disposeAsync()
  }
}
