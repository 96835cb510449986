import fc from 'fast-check'
import {
  type DialectAdapter,
  DummyDriver,
  Kysely,
  sql as kyselySql,
  MysqlAdapter,
  MysqlQueryCompiler,
  PostgresAdapter,
  PostgresQueryCompiler,
  type QueryCompiler,
  type RawBuilder,
  SqliteAdapter,
  SqliteQueryCompiler,
} from 'kysely'
import { expect, test } from 'vitest'
import { MYSQL_DIALECT } from '../../../src/source/sql/mysql/dialect.ts'
import { POSTGRES_DIALECT } from '../../../src/source/sql/postgres/dialect.ts'
import type { SqlValue } from '../../../src/source/sql/sql-value.ts'
import { SQLITE_DIALECT } from '../../../src/source/sql/sqlite/dialect.ts'
import { type SqlText, sql, statementOf } from '../../../src/source/sql/statement/sql-text.ts'

/** The same piece of a statement in both builders. */
interface Pair {
  readonly ours: SqlText
  readonly theirs: RawBuilder<unknown>
}

const builderOf = (Adapter: new () => DialectAdapter, Compiler: new () => QueryCompiler) =>
  new Kysely<unknown>({
    dialect: {
      createAdapter: () => new Adapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: () => ({
        getSchemas: async () => [],
        getTables: async () => [],
        getMetadata: async () => ({ tables: [] }),
      }),
      createQueryCompiler: () => new Compiler(),
    },
  })

const BUILDERS = [
  { dialect: MYSQL_DIALECT, kysely: builderOf(MysqlAdapter, MysqlQueryCompiler) },
  { dialect: POSTGRES_DIALECT, kysely: builderOf(PostgresAdapter, PostgresQueryCompiler) },
  { dialect: SQLITE_DIALECT, kysely: builderOf(SqliteAdapter, SqliteQueryCompiler) },
]

const value: fc.Arbitrary<SqlValue> = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('?', '$1', "'; drop table items; --", '"', '`', '\\'),
  fc.bigInt(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.uint8Array(),
  fc.record({ decimal: fc.constant('1.5') }),
)
const name = fc.oneof(fc.string({ minLength: 1 }), fc.stringMatching(/^["`'?$.a]{1,4}$/))

const { pair } = fc.letrec<{ pair: Pair }>(tie => ({
  pair: fc.oneof(
    { maxDepth: 4 },
    value.map(each => ({ ours: sql.val(each), theirs: kyselySql`${kyselySql.val(each)}` })),
    value.map(each => ({ ours: sql`(${each})`, theirs: kyselySql`(${each})` })),
    fc.array(value, { minLength: 1 }).map(each => ({
      ours: sql.list(each),
      theirs: kyselySql`(${kyselySql.join(each.map(item => kyselySql.val(item)))})`,
    })),
    fc.array(name, { minLength: 1, maxLength: 3 }).map(each => ({
      ours: sql.id(...each),
      theirs: kyselySql`${kyselySql.id(...each)}`,
    })),
    fc.constantFrom('', ' asc', '*').map(each => ({ ours: sql.raw(each), theirs: kyselySql`${kyselySql.raw(each)}` })),
    fc.array(tie('pair'), { minLength: 1, maxLength: 4 }).map(items => ({
      ours: sql`(${sql.join(items.map(({ ours }) => ours))}) = ${sql.join(
        items.map(({ ours }) => ours),
        sql` or `,
      )}`,
      theirs: kyselySql`(${kyselySql.join(items.map(({ theirs }) => theirs))}) = ${kyselySql.join(
        items.map(({ theirs }) => theirs),
        kyselySql` or `,
      )}`,
    })),
  ),
}))

test('Names are quoted and values bound as by Kysely, on all dialects', () => {
  fc.assert(
    fc.property(pair, ({ ours, theirs }) => {
      for (const { dialect, kysely } of BUILDERS) {
        const { sql: text, parameters } = theirs.compile(kysely)
        expect(statementOf(ours, dialect)).toEqual({ sql: text, parameters })
      }
    }),
    { numRuns: 300 },
  )
})

test('The text is the same whatever the values are', () => {
  const textOf = (values: readonly SqlValue[]) => {
    const [first = null] = values
    return statementOf(sql`select ${first} where ${sql.id('a')} in ${sql.list(values)}`, POSTGRES_DIALECT).sql
  }
  fc.assert(
    fc.property(fc.array(fc.tuple(value, value), { minLength: 1 }), both => {
      expect(textOf(both.map(([one]) => one))).toBe(textOf(both.map(([, other]) => other)))
    }),
  )
})
