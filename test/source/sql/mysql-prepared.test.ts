import type { Connection, PrepareStatementInfo, QueryError } from 'mysql2'
import { expect, test } from 'vitest'
import { PreparedStatements } from '../../../src/source/sql/mysql/prepared-statements.ts'
import { createMariaDatabase } from '../../support/mariadb.ts'
import { load, openSource, query, sqlBinding } from './support.ts'

test('MariaDB: a session prepares a statement once, and has a bounded number of them', async () => {
  await using database = await createMariaDatabase('CREATE TABLE items (id INT); INSERT INTO items VALUES (1)')
  await using source = await openSource(database.url, { poolSize: 1 })
  const ask = async (text: string) => (await load(source, sqlBinding({ from: query(text) }))).slots[0]
  const counts = async () => {
    const names = "('COM_STMT_PREPARE', 'COM_STMT_CLOSE')"
    const rows = (await ask(
      `SELECT VARIABLE_NAME AS name, CAST(VARIABLE_VALUE AS INT) AS n FROM information_schema.SESSION_STATUS WHERE VARIABLE_NAME IN ${names}`,
    )) as readonly { readonly name: string; readonly n: number }[]
    const of = (name: string) => rows.find(row => row.name === name)?.n ?? 0
    return { prepared: of('COM_STMT_PREPARE'), kept: of('COM_STMT_PREPARE') - of('COM_STMT_CLOSE') }
  }
  for (let n = 0; n < 230; n++) expect(await ask(`SELECT ${n} AS n FROM items`)).toEqual([{ n }])
  const before = await counts()
  expect(before.kept).toBe(200)
  expect(await ask('SELECT 229 AS n FROM items')).toEqual([{ n: 229 }])
  expect(await counts()).toEqual(before)
  expect(await ask('SELECT 0 AS n FROM items')).toEqual([{ n: 0 }])
  expect(await counts()).toEqual({ prepared: before.prepared + 1, kept: 200 })
})

test('A statement that could not be prepared, or has been forgotten, is prepared when it is asked for again', () => {
  const told: string[] = []
  let error: QueryError | null = Object.assign(new Error('no'), { code: 'ER_PARSE_ERROR', errno: 1064, fatal: false })
  const statement = {
    execute(values: readonly unknown[], end: (error: null, rows: unknown) => void) {
      end(null, values)
      return { on: () => undefined }
    },
  } as unknown as PrepareStatementInfo
  const connection = {
    prepare(sql: string, done: (error: QueryError | null, statement: PrepareStatementInfo) => void) {
      told.push(`prepare ${sql}`)
      done(error, statement)
    },
    unprepare: (sql: string) => void told.push(`unprepare ${sql}`),
  } as unknown as Connection
  const prepared = new PreparedStatements(connection)
  const execute = (sql: string) =>
    prepared.execute(sql, [1], (failure, rows) => void told.push(failure?.message ?? `${rows}`))
  execute('select ?')
  error = null
  execute('select ?')
  execute('select ?')
  prepared.forget('select ?')
  execute('select ?')
  expect(told).toEqual([
    'prepare select ?',
    'no',
    'prepare select ?',
    '1',
    '1',
    'unprepare select ?',
    'prepare select ?',
    '1',
  ])
})
