import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { parseArgs } from 'node:util'
import type { User } from './generate-data.ts'

/** Column by column: its name, where its values are in `users.json`, and its type in each dialect. */
const COLUMNS = [
  { name: 'id', property: 'id', sqlite: 'INTEGER PRIMARY KEY', mysql: 'BIGINT NOT NULL PRIMARY KEY' },
  { name: 'name', property: 'name', sqlite: 'TEXT NOT NULL', mysql: 'VARCHAR(100) NOT NULL' },
  { name: 'username', property: 'username', sqlite: 'TEXT NOT NULL UNIQUE', mysql: 'VARCHAR(50) NOT NULL UNIQUE' },
  { name: 'email', property: 'email', sqlite: 'TEXT NOT NULL', mysql: 'VARCHAR(100) NOT NULL' },
  { name: 'phone', property: 'phone', sqlite: 'TEXT NOT NULL', mysql: 'VARCHAR(30) NOT NULL' },
  { name: 'website', property: 'website', sqlite: 'TEXT NOT NULL', mysql: 'VARCHAR(200) NOT NULL' },
  { name: 'city', property: 'city', sqlite: 'TEXT NOT NULL', mysql: 'VARCHAR(100) NOT NULL' },
  { name: 'company_name', property: 'companyName', sqlite: 'TEXT', mysql: 'VARCHAR(100)' },
] as const

/** The statements, each ended by `;` and a line break, that make the table `users` and fill it from `users.json`. */
export function usersTableSql(dialect: 'sqlite' | 'mysql'): string {
  const users = JSON.parse(readFileSync(join(import.meta.dirname, 'data', 'users.json'), 'utf8')) as User[]
  const columns = COLUMNS.map(column => `  ${column.name} ${column[dialect]}`)
  const rows = users.map(user => `  (${COLUMNS.map(column => literal(user[column.property])).join(', ')})`)
  return [
    // The mysql client otherwise takes the text to be in the terminal's character set.
    ...(dialect === 'mysql' ? ['SET NAMES utf8mb4;'] : []),
    `CREATE TABLE users (\n${columns.join(',\n')}\n)${dialect === 'mysql' ? ' DEFAULT CHARACTER SET utf8mb4' : ''};`,
    `INSERT INTO users (${COLUMNS.map(column => column.name).join(', ')}) VALUES\n${rows.join(',\n')};\n`,
  ].join('\n')
}

/**
 * Makes the SQLite file `path` with the table `users`; one that is there is replaced. Others see the old file or the
 * whole new one, never a part. Rejects if the folder can't be written.
 */
export async function createUsersDatabase(path: string): Promise<void> {
  const unfinished = `${path}.${randomUUID()}.tmp`
  try {
    const database = new DatabaseSync(unfinished)
    try {
      database.exec(usersTableSql('sqlite'))
    } finally {
      database.close()
    }
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}

function literal(value: string | number | null): string {
  if (value === null) return 'NULL'
  if (typeof value === 'number') return String(value)
  // Whether MySQL takes a backslash for an escape is a setting of the server, so that no text with one is safe.
  if (value.includes('\\')) throw new Error(`a backslash in users.json can't be written as portable SQL: ${value}`)
  return `'${value.replaceAll("'", "''")}'`
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { mysql: { type: 'boolean', default: false } } })
  if (values.mysql) {
    process.stdout.write(usersTableSql('mysql'))
  } else {
    const path = join(import.meta.dirname, 'users.db')
    await createUsersDatabase(path)
    console.log(`created ${path}`)
  }
}
