import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtempDisposable, readdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { generateData } from '../../demo/generate-data.ts'
import { createUsersDatabase, usersTableSql } from '../../demo/users-database.ts'

const ROWS = generateData().users.map(({ companyName, ...user }) => ({ ...user, company_name: companyName }))

function readUsers(path: string): unknown[] {
  using database = new DatabaseSync(path, { readOnly: true })
  return database.prepare('SELECT * FROM users ORDER BY id').all()
}

test('The SQLite file has every user, and nothing else is left beside it', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'sluice-users-'))
  const path = join(folder.path, 'users.db')
  await createUsersDatabase(path)
  expect(readUsers(path)).toEqual(ROWS)
  expect(await readdir(folder.path)).toEqual(['users.db'])
})

test('A file that is there is replaced as a whole', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'sluice-users-'))
  const path = join(folder.path, 'users.db')
  await writeFile(path, 'no database')
  await createUsersDatabase(path)
  expect(readUsers(path)).toEqual(ROWS)
})

test('A folder that does not exist is an error and is not made', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'sluice-users-'))
  await expect(createUsersDatabase(join(folder.path, 'missing', 'users.db'))).rejects.toThrow('unable to open')
  expect(existsSync(join(folder.path, 'missing'))).toBe(false)
})

test('--mysql prints the statements for MySQL, with quotes doubled and without backslashes', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['demo/users-database.ts', '--mysql'])
  expect(stdout).toBe(usersTableSql('mysql'))
  expect(stdout.split(';\n').map(statement => statement.split('\n')[0])).toEqual([
    'SET NAMES utf8mb4',
    'CREATE TABLE users (',
    'INSERT INTO users (id, name, username, email, phone, website, city, company_name) VALUES',
    '',
  ])
  expect(stdout).toContain("'O''Dell Outdoor'")
  expect(stdout).not.toContain('\\')
})
