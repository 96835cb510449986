import { resolve } from 'node:path'
import type { Report } from '../problem-list.ts'

export interface DatabaseKind {
  readonly title: 'MySQL' | 'PostgreSQL' | 'SQLite'
  /** As an example shows it. */
  readonly port?: number
}

const MYSQL: DatabaseKind = { title: 'MySQL', port: 3306 }
const POSTGRES: DatabaseKind = { title: 'PostgreSQL', port: 5432 }
const SQLITE: DatabaseKind = { title: 'SQLite' }

const SCHEMES: ReadonlyMap<string, DatabaseKind> = new Map([
  ['mysql:', MYSQL],
  ['mariadb:', MYSQL],
  ['postgres:', POSTGRES],
  ['postgresql:', POSTGRES],
  ['sqlite:', SQLITE],
])

/** The kind of database that a URL leads to, `SQLite` for a file; undefined where its scheme is not known. */
export function databaseKind(url: string): DatabaseKind['title'] | undefined {
  return SCHEMES.get(schemeOf(url) ?? '')?.title
}

/** The URL of a database; a relative `sqlite:` path starts at the directory. Reports what is wrong with it. */
export function resolveSqlURL(text: string, directory: string, argument: string, report: Report): string {
  const scheme = schemeOf(text)
  if (!scheme) {
    report(argument, 'the database URL has an unknown scheme.', `Known schemes: ${[...SCHEMES.keys()].join(', ')}.`)
    return text
  }
  if (scheme === 'sqlite:') return resolveFile(text.slice(scheme.length), directory, argument, report)
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url?.hostname || url.pathname.length < 2)
    report(
      argument,
      'the database URL names no host or no database.',
      `Write "${scheme}//user:password@host:${SCHEMES.get(scheme)?.port}/database".`,
    )
  else if (![url.username, url.password, url.pathname].every(isPercentEncoded))
    report(
      argument,
      'the user, the password or the database of the URL has a "%" that encodes nothing.',
      'Write "%25" for a "%".',
    )
  return text
}

function schemeOf(url: string): string | undefined {
  return [...SCHEMES.keys()].find(each => url.startsWith(each))
}

function resolveFile(text: string, directory: string, argument: string, report: Report): string {
  const path = text.replace(/^\/\/(?=\/)/, '')
  if (path === '' || path.startsWith('//') || path.startsWith(':memory:'))
    report(argument, 'the database URL names no file.', 'Write "sqlite:data/app.db" or "sqlite:/data/app.db".')
  return `sqlite:${resolve(directory, path)}`
}

function isPercentEncoded(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}
