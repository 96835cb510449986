import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SqlBinding } from '../../../src/plan/sql/sql-binding.ts'
import type { Source } from '../../../src/source/source.ts'
import { createPostgresDatabase } from '../../support/postgres.ts'
import type { TestDatabase } from '../../support/test-database.ts'
import { rowsReadByKeptPlan } from './kept-plan.ts'
import { arg, compare, type LoadOptions, load, openSource, sqlBinding, template } from './support.ts'

/** 40 items of each of 250 owners, which are not beside each other by their own numbers. */
const ITEMS = `
  CREATE TABLE items (id INT PRIMARY KEY, owner INT NOT NULL, name TEXT);
  INSERT INTO items SELECT n, n % 250, 'item ' || n FROM generate_series(1, 10000) AS n;
  CREATE INDEX items_by_owner ON items (owner);
  ANALYZE items;`
const BY_ID = [{ column: 'id', direction: 'ASC' as const }]
const KEYS = Array.from({ length: 10 }, (_, key) => [key + 1])
/** As they are bound, padded. */
const BOUND = [...KEYS.flat(), ...Array(6).fill(10)]

let database: TestDatabase
let source: Source

beforeAll(async () => {
  database = await createPostgresDatabase(ITEMS)
  source = await openSource(database.url)
})

afterAll(async () => {
  await source[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

const limit = template(arg('limit'))
const offset = template(arg('offset'))
const owned = [compare('owner', template(arg('owner')))]

interface Asked {
  readonly binding: Partial<SqlBinding>
  readonly keys?: number[][]
  readonly args?: LoadOptions['args']
  readonly values: readonly number[]
  readonly rows: number
}

test.each<[string, Asked]>([
  ['rows of many keys', { binding: { keyColumns: ['id'], list: false }, keys: KEYS, values: BOUND, rows: 10 }],
  [
    'ordered lists of many keys',
    { binding: { keyColumns: ['owner'], orderBy: BY_ID }, keys: KEYS, values: BOUND, rows: 400 },
  ],
  ['the list of one key', { binding: { keyColumns: ['owner'], orderBy: BY_ID }, keys: [[7]], values: [7], rows: 40 }],
  [
    "a client's limit",
    { binding: { where: owned, orderBy: BY_ID, limit }, args: { owner: 7, limit: 60 }, values: [7, 60], rows: 40 },
  ],
  [
    "a client's limit and offset",
    {
      binding: { where: owned, orderBy: BY_ID, limit, offset },
      args: { owner: 7, limit: 60, offset: 30 },
      values: [7, 60, 30],
      rows: 40,
    },
  ],
  [
    "a client's offset alone",
    { binding: { where: owned, orderBy: BY_ID, offset }, args: { owner: 7, offset: 30 }, values: [7, 30], rows: 40 },
  ],
  ['the start of a table', { binding: { orderBy: BY_ID, limit }, args: { limit: 100 }, values: [100], rows: 128 }],
])("PostgreSQL's kept plan reads no whole table for %s", async (_, { binding, keys, args = {}, values, rows }) => {
  const { slots, sent } = await load(source, sqlBinding(binding), keys, { args, select: ['name'] })
  expect(slots).not.toContainEqual(expect.objectContaining({ code: expect.anything() }))
  expect(sent.length).toBe(1)
  expect(await rowsReadByKeptPlan(database, sent[0] ?? '', values)).toBe(rows)
})

test("Clients' limits make few texts", async () => {
  const limits = [5, 6, 7, 8]
  const asked = limits.map(most => load(source, sqlBinding({ orderBy: BY_ID, limit }), [[]], { args: { limit: most } }))
  const answers = await Promise.all(asked)
  expect(answers.map(({ slots }) => (slots[0] as unknown[]).length)).toEqual(limits)
  expect(new Set(answers.flatMap(({ sent }) => sent)).size).toBe(1)
})
