import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { createSqliteDatabase } from '../../support/sqlite.ts'
import { readNotes } from './read-notes.ts'

const PROGRAM = new URL('./print-notes.ts', import.meta.url)

/** A column is what its name says, also where it looks like code. */
const NAMES = ['__proto__', 'constructor', `it's "x"`, '`${a}`\\', 'line\nbreak', '\u2028', 'this["id"] = 1; //']

const quoted = NAMES.map(name => `"${name.replaceAll('"', '""')}"`)
const TABLE = `
  CREATE TABLE notes (id INTEGER PRIMARY KEY, ${quoted.map(name => `${name} TEXT`)}, done BOOLEAN, doc JSON, data BLOB);
  INSERT INTO notes VALUES
    (1, ${NAMES.map((_, at) => `'text ${at}'`)}, 1, '{"a": [1, null]}', x'6162'),
    (2, ${NAMES.map(() => 'NULL')}, NULL, 'null', NULL),
    (3, ${NAMES.map(() => "'__proto__'")}, 7, '[9007199254740991]', x'');`

const ROWS = [
  { texts: NAMES.map((_, at) => `text ${at}`), done: true, doc: { a: [1, null] }, data: 'YWI=' },
  { texts: NAMES.map(() => null), done: null, doc: null, data: null },
  { texts: NAMES.map(() => '__proto__'), done: 7, doc: [9007199254740991], data: '' },
]

test('Columns of any name are properties of the row, which has no others', async () => {
  await using database = await createSqliteDatabase(TABLE)
  const [rows] = (await readNotes(database.url, NAMES)) as [object[]]
  expect(rows.map(row => Object.entries(row))).toEqual(
    ROWS.map(({ texts, ...row }, at) => [
      ['id', at + 1],
      ...NAMES.map((name, index) => [name, texts[index]]),
      ...Object.entries(row),
    ]),
  )
  for (const row of rows) expect('toString' in row).toBe(false)
})

test('Where the platform forbids code made at run time, the rows are the same', async () => {
  await using database = await createSqliteDatabase(TABLE)
  const forbid = '--disallow-code-generation-from-strings'
  const input = [database.url, ...NAMES]
  const { stdout } = await promisify(execFile)(process.execPath, [forbid, PROGRAM.pathname, ...input])
  expect(stdout).toBe(JSON.stringify(await readNotes(database.url, NAMES)))
})
