import type { EmptyWhy } from '../../src/source/empty-slot.ts'
import { withCatalog } from '../../src/source/policy/catalogued-source.ts'
import type { Source } from '../../src/source/source.ts'
import type { Key, SourcePlan } from '../../src/source/source-plan.ts'
import { createDatabase, type Dialect } from '../support/dialects.ts'
import { startPgBouncer } from '../support/pgbouncer.ts'
import { startUpstream } from '../support/upstream.ts'
import { batch, batchBinding, batchBy, httpBinding, named, openSource as openHttp } from './http/support.ts'
import { openSource as openSql, query, sqlBinding } from './sql/support.ts'

/** A source over ITEMS, with the plans that the contract is tested with. */
export interface Subject extends AsyncDisposable {
  /** Opens the source; `timeout` in milliseconds. */
  open(timeout?: number): Promise<Source>
  /** The item with the key's id. */
  readonly one: SourcePlan
  /** The items of the key's kind. */
  readonly many: SourcePlan
  /** Asks by kind for one item: `odd` has several. */
  readonly several: SourcePlan
  /** One empty key; the answer takes longer than any test waits. */
  readonly endless: SourcePlan
  /** One empty key; the upstream refuses what it is asked. */
  readonly refused: SourcePlan
  /** Why a key that the upstream does not know has no answer. */
  readonly missing: EmptyWhy
  /** A key that nothing can be asked for, and what its slot holds. */
  readonly bad: { readonly key: Key; readonly slot: unknown }
}

export const ITEMS = [
  { id: 1, name: 'one', kind: 'odd' },
  { id: 2, name: 'two', kind: 'even' },
  { id: 3, name: 'three', kind: 'odd' },
] as const

const SELECTION = new Map(['id', 'name', 'kind'].map(name => [name, new Map()]))

export async function httpSubject(): Promise<Subject> {
  const upstream = await startUpstream(({ url }) => {
    const { pathname, searchParams } = new URL(url, 'http://upstream')
    if (pathname === '/endless') return { fault: 'hang' }
    if (pathname === '/refused') return { status: 400 }
    const ids = searchParams.getAll('id').map(Number)
    const kinds = searchParams.getAll('kind')
    return { json: ITEMS.filter(({ id, kind }) => ids.includes(id) || kinds.includes(kind)) }
  })
  const byKind = { query: [named('kind', batch())], batch: batchBy('kind') }
  const plan = (binding: unknown): SourcePlan => ({ binding, args: {}, projection: SELECTION })
  return {
    open: async timeout => openHttp(upstream.url, timeout === undefined ? {} : { timeout }),
    one: plan(batchBinding()),
    many: plan(batchBinding({ ...byKind, list: true })),
    several: plan(batchBinding(byKind)),
    endless: plan(httpBinding({ path: [['endless']] })),
    refused: plan(httpBinding({ path: [['refused']] })),
    missing: 'no_item',
    bad: { key: [{}], slot: { reason: 'wrong_shape' } },
    [Symbol.asyncDispose]: () => upstream[Symbol.asyncDispose](),
  }
}

const ENDLESS: Readonly<Record<Dialect, string>> = {
  mariadb: 'SELECT SLEEP(20) AS id',
  postgres: 'SELECT pg_sleep(20) AS id',
  // It ends with its process.
  sqlite: 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) AS id FROM n',
}

export async function sqlSubject(dialect: Dialect, over = (url: string) => url): Promise<Subject> {
  const rows = ITEMS.map(({ id, name, kind }) => `(${id}, '${name}', '${kind}')`)
  const database = await createDatabase(
    dialect,
    `CREATE TABLE items (id BIGINT PRIMARY KEY, name VARCHAR(9), kind VARCHAR(9)); INSERT INTO items VALUES ${rows};`,
  )
  const plan = (said: Parameters<typeof sqlBinding>[0]): SourcePlan => ({
    binding: sqlBinding({ coordinate: 'Query.item', ...said }),
    args: {},
    projection: SELECTION,
  })
  return {
    open: timeout => openSql(over(database.url), timeout === undefined ? {} : { timeout }),
    one: plan({ keyColumns: ['id'], list: false }),
    many: plan({ keyColumns: ['kind'], orderBy: [{ column: 'id', direction: 'ASC' }] }),
    several: plan({ keyColumns: ['kind'], list: false }),
    endless: plan({ from: query(ENDLESS[dialect]) }),
    refused: plan({ from: query('SELEC 1') }),
    missing: 'no_row',
    bad: { key: [{}], slot: null },
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  }
}

/** Two connections of the server are shared, transaction by transaction. */
export async function pooledSubject(): Promise<Subject> {
  await using resources = new AsyncDisposableStack()
  const pooler = resources.use(await startPgBouncer('transaction'))
  const subject = await sqlSubject('postgres', pooler.over)
  resources.use(subject)
  const all = resources.move()
  return { ...subject, [Symbol.asyncDispose]: () => all.disposeAsync() }
}

/** As the gateway opens it: bound by the first call. */
export async function boundSubject(): Promise<Subject> {
  const subject = await sqlSubject('sqlite')
  const options = { name: 'db', check: () => [], onBound: () => undefined, onUnbound: () => undefined }
  return {
    ...subject,
    open: async timeout => withCatalog(await subject.open(timeout), { ...options, timeout: timeout ?? 5_000 }),
  }
}
