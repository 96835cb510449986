import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { createDatabase, DIALECTS } from '../support/dialects.ts'
import { createSqliteDatabase } from '../support/sqlite.ts'
import { createTempDirectory } from '../support/temp-directory.ts'
import { runSluice } from './sluice.ts'

const TABLES = `CREATE TABLE users (id INTEGER PRIMARY KEY, full_name VARCHAR(50) NOT NULL);
  CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER, FOREIGN KEY (user_id) REFERENCES users (id));`

for (const dialect of DIALECTS)
  test(`sluice import sql prints a schema that check and print take, without the password (${dialect})`, async () => {
    await using database = await createDatabase(dialect, TABLES)
    await using directory = await createTempDirectory()
    const environment = { DATABASE_URL: database.url }
    const { code, out, err } = await runSluice(['import', 'sql', database.url], { cwd: directory.path })
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain('type User @sql(table: "users", key: "id") {\n  id: ID!\n  fullName: String!\n')
    const { password } = new URL(database.url)
    if (password !== '') expect(out).not.toContain(password)
    // The URL is taken from the environment as well.
    expect((await runSluice(['import', 'sql'], { cwd: directory.path, environment })).out).toBe(out)
    await writeFile(join(directory.path, 'schema.graphql'), out)
    expect(await runSluice(['check'], { cwd: directory.path, environment })).toMatchObject({ code: 0, err: '' })
    expect((await runSluice(['print'], { cwd: directory.path, environment })).out).toMatch(/posts\(.*\): \[Post!\]/)
  })

test('sluice import sql writes a new file, from which the path of a SQLite file starts', async () => {
  await using database = await createSqliteDatabase(TABLES)
  await using directory = await createTempDirectory()
  const output = join(directory.path, 'schema.graphql')
  const ask = () => runSluice(['import', 'sql', database.url, '--tables', 'users', '--output', output])
  expect(await ask()).toMatchObject({ code: 0, out: '', err: '' })
  const text = await readFile(output, 'utf8')
  expect(text).toContain(`url: "{$env.DATABASE_URL ?? '${database.url}'}"`)
  expect(text).not.toContain('posts')
  expect(await runSluice(['check', output])).toMatchObject({ code: 0 })
  expect(await ask()).toMatchObject({
    code: 1,
    out: '',
    err: `The file ${output} is there already. Remove it, or choose another name.\n`,
  })
})

test('The path of a SQLite file that is given from the working directory starts at the schema file', async () => {
  await using directory = await createTempDirectory()
  const cwd = directory.path
  await mkdir(join(cwd, 'data/..shop'), { recursive: true })
  for (const file of ['data/shop.db', 'data/..shop/shop.db', "data/..shop/it's.db"]) {
    using database = new DatabaseSync(join(cwd, file))
    database.exec(TABLES)
  }
  const urlIn = async (url: string, output: string) => {
    expect(await runSluice(['import', 'sql', url, '--into', output, '--force'], { cwd })).toMatchObject({ code: 0 })
    // From elsewhere it is the same file.
    if (!url.includes("'"))
      expect(await runSluice(['check', join(cwd, output)], { cwd: '/' })).toMatchObject({ code: 0 })
    return /url: "(.*)"/.exec(await readFile(join(cwd, output), 'utf8'))?.[1]
  }
  const orElse = (path: string) => `{$env.DATABASE_URL ?? 'sqlite:${path}'}`
  expect(await urlIn('sqlite:data/shop.db', 'shop.graphql')).toBe(orElse('data/shop.db'))
  expect(await urlIn('sqlite:data/shop.db', 'schema/api/shop.graphql')).toBe(orElse('../../data/shop.db'))
  expect(await urlIn('sqlite:data/..shop/shop.db', 'data/shop.graphql')).toBe(orElse('..shop/shop.db'))
  expect(await urlIn(`sqlite:${cwd}/data/shop.db`, 'data/shop.graphql')).toBe(orElse('shop.db'))
  expect(await urlIn(`sqlite:${cwd}/data/shop.db`, 'schema/shop.graphql')).toBe(orElse(`${cwd}/data/shop.db`))
  expect(await urlIn(`sqlite://${cwd}/data/shop.db`, 'schema/shop.graphql')).toBe(orElse(`${cwd}/data/shop.db`))
  expect(await urlIn("sqlite:data/..shop/it's.db", 'schema/shop.graphql')).toBe('{$env.DATABASE_URL}')
})

test('sluice import sql --prefix reads the variable of its prefix, and a folder of both imports is one schema', async () => {
  await using database = await createSqliteDatabase(TABLES)
  await using directory = await createTempDirectory()
  const { path } = directory
  const variables = { DATABASE_URL: database.url, SHOP_DATABASE_URL: database.url }
  const run = (args: string[], environment: Record<string, string> = variables) =>
    runSluice(args, { cwd: path, environment })
  await mkdir(join(path, 'schema'))
  expect(await run(['import', 'sql', '--output', 'schema/plain.graphql'])).toMatchObject({ code: 0, err: '' })
  const prefixed = ['import', 'sql', '--prefix', 'Shop', '--output', 'schema/shop.graphql']
  expect((await run(prefixed, { DATABASE_URL: database.url })).err).toBe(
    'Give the URL of the database, or set SHOP_DATABASE_URL: sluice import sql mysql://user:password@host:3306/database\n',
  )
  expect(await run(prefixed)).toMatchObject({ code: 0, err: '' })
  expect(await run(['check', 'schema'])).toMatchObject({ code: 0, err: '' })
  expect((await run(['print', 'schema'])).out).toMatch(/shopPosts\(.*\): \[ShopPost!\]/)
})

test('What goes wrong is one line, with exit code 1', async () => {
  await using database = await createSqliteDatabase(TABLES)
  await using empty = await createSqliteDatabase()
  const cases: [string[], string][] = [
    [['mysql://root:secret@127.0.0.1:1/x'], "The database can't be read: connect ECONNREFUSED 127.0.0.1:1"],
    [['sqlite:missing.db'], "The database can't be read: unable to open database file"],
    [['mysql://root:secret@127.0.0.1'], 'The database URL names no host or no database.'],
    [['mysql://root:12/secret@host/x'], 'Percent-encode each: "/" is %2F, "?" is %3F, "#" is %23, "@" is %40'],
    [['oracle://root:secret@host/x'], 'The database URL has an unknown scheme. Known schemes:'],
    [[database.url, '--tables', 'users,post'], 'The database has no table "post". Did you mean "posts"?'],
    [[database.url, '--schemas', 'main'], 'A SQLite file has no schemas. Leave out --schemas.'],
    [
      [database.url, '--schemas', 'a', '--tables', 'b'],
      'Give tables or schemas, not both. A table of another schema is',
    ],
    [[empty.url], 'The database has no tables with columns.'],
    [
      [],
      'Give the URL of the database, or set DATABASE_URL: sluice import sql mysql://user:password@host:3306/database',
    ],
  ]
  for (const [args, line] of cases) {
    const { code, out, err } = await runSluice(['import', 'sql', ...args])
    expect([code, out, err.trimEnd().split('\n').length]).toEqual([1, '', 1])
    expect(err).toContain(line)
    expect(err).not.toContain('secret')
  }
  expect((await runSluice(['import', 'csv'])).err).toBe(
    'Say what to import from: "sql", "openapi" or "json". Write: sluice import openapi FILE\n',
  )
})
