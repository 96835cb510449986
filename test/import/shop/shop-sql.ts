import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Dialect } from '../../support/dialects.ts'

/** What the types of the description are called; the others are the same everywhere. */
const TYPES: Readonly<Record<Dialect, Readonly<Record<string, string>>>> = {
  sqlite: { SERIAL: 'INTEGER PRIMARY KEY', BIGSERIAL: 'INTEGER PRIMARY KEY' },
  mariadb: {
    SERIAL: 'INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY',
    BIGSERIAL: 'BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY',
  },
}

/** The statements that make the shop and its few rows in the dialect's SQL. */
export async function shopSql(dialect: Dialect): Promise<string> {
  const read = (name: string) => readFile(join(import.meta.dirname, name), 'utf8')
  return `${translateTables(await read('tables.sql'), dialect)}\n${quoteNames(await read('rows.sql'), dialect)}`
}

/** Each line of the description is a column, the head of a table or its end. */
function translateTables(sql: string, dialect: Dialect): string {
  let table = { name: '', comment: '' }
  const lines = sql.split('\n').map(line => {
    const [code = '', comment = ''] = line.split(/ --! /)
    const name = /^CREATE TABLE (".*?"|\w+)/.exec(code)?.[1]
    if (name !== undefined) table = { name, comment }
    if (code === ');') return dialect === 'mariadb' && table.comment ? `) COMMENT ${quoteText(table.comment)};` : code
    const [, column, type = '', comma = ''] = /^ {2}(".*?"|[a-z]\w*) (.*?)(,?)$/.exec(code) ?? []
    if (column === undefined) return code
    const noted = dialect === 'mariadb' && comment !== '' ? ` COMMENT ${quoteText(comment)}` : ''
    return `  ${column} ${translateType(type, column, dialect)}${noted}${comma}`
  })
  return quoteNames(lines.join('\n'), dialect)
}

function translateType(type: string, column: string, dialect: Dialect): string {
  if (dialect === 'sqlite' && type.startsWith('ENUM'))
    return type.replace(/ENUM(\(.*?\))(.*)/, `TEXT$2 CHECK (${column} IN $1)`)
  return type.replace(/^\w+/, name => TYPES[dialect][name] ?? name)
}

function quoteNames(sql: string, dialect: Dialect): string {
  return dialect === 'mariadb' ? sql.replaceAll('"', '`') : sql
}

function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
