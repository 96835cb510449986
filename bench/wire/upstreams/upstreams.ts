import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { readProcessUse } from '../process-use.ts'
import { openDatabase } from './database.ts'

/** What the process of the APIs is told. */
export interface ApisOrder {
  /** Milliseconds before each answer, from now on. */
  readonly delay?: number
}

/** What it answers. */
export interface ApisReport {
  /** Base URLs by the environment variable that tells them. */
  readonly urls: Readonly<Record<string, string>>
  readonly calls: number
  /** Those without `Authorization`. */
  readonly anonymousCalls: number
}

/** APIs and a database, or a database by itself. */
export interface Upstreams extends AsyncDisposable {
  /** URLs by the environment variable that tells them. */
  readonly urls: Readonly<Record<string, string>>
  /** Of what belongs to the figures beside the packages. */
  readonly versions: Readonly<Record<string, string>>
  /** Milliseconds before each answer of an API, from now on. */
  setDelay(milliseconds: number): Promise<void>
  /** Requests and statements so far. */
  calls(): Promise<number>
  /** Requests without `Authorization` so far. */
  anonymousCalls(): Promise<number>
  /** Milliseconds of CPU of the database so far. */
  databaseCpu(): Promise<number>
}

export async function startApis(): Promise<Upstreams> {
  await using opening = new AsyncDisposableStack()
  const database = opening.use(await openDatabase())
  const apis = fork(join(import.meta.dirname, 'apis.ts'))
  opening.defer(async () => {
    const exit = once(apis, 'exit')
    apis.disconnect()
    await exit
  })
  const reported = async () => {
    const [report] = (await once(apis, 'message')) as [ApisReport]
    return report
  }
  const order = async (what: ApisOrder = {}) => {
    const report = reported()
    apis.send(what)
    return await report
  }
  const { urls } = await reported()
  const open = opening.move()
  return {
    urls: { ...urls, DATABASE_URL: database.url },
    versions: {},
    setDelay: async delay => void (await order({ delay })),
    calls: async () => (await order()).calls + (await database.statements()),
    anonymousCalls: async () => (await order()).anonymousCalls,
    databaseCpu: async () => (await readProcessUse(database.pid)).cpu,
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}
