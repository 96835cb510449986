import { databaseKind } from '../../../plan/sql/database-kind.ts'
import type { Report } from '../../problem-list.ts'
import { plainParameter } from './url-parameters.ts'

/**
 * How the drivers and ORMs of PostgreSQL are told of a pooler, and what of their values means that one is there; what has
 * a value says so by 0 or false of what a pooler forbids.
 */
const WORDS: ReadonlyMap<string, ReadonlyMap<string, boolean>> = new Map([
  // Prisma
  ['pgbouncer', said('true', 'false')],
  // postgres.js
  ['prepare', said('false', 'true')],
  // Rails
  ['preparedstatements', said('false', 'true')],
  // asyncpg, SQLAlchemy
  ['statementcachesize', said('0')],
  ['preparedstatementcachesize', said('0')],
  // sqlx, pgx
  ['statementcachecapacity', said('0')],
  // JDBC
  ['preparethreshold', said('0')],
])

function said(pooler: string, none?: string): ReadonlyMap<string, boolean> {
  return new Map([[pooler, true], ...(none === undefined ? [] : [[none, false] as const])])
}

interface UrlPooler {
  /** Without what says so. */
  readonly url: string
  /** Whether a pooler is said to be there. */
  readonly pooler: boolean
}

/** Reads whether the URL of a PostgreSQL database says that it leads to a pooler. What is not read of it is reported. */
export function splitUrlPooler(text: string, argument: string, report: Report): UrlPooler {
  if (databaseKind(text) !== 'PostgreSQL' || !URL.canParse(text)) return { url: text, pooler: false }
  const url = new URL(text)
  const named = [...url.searchParams].filter(([name]) => WORDS.has(plainParameter(name)))
  if (named.length === 0) return { url: text, pooler: false }
  const answers = new Set<boolean>()
  for (const [name, value] of named) {
    url.searchParams.delete(name)
    const answer = WORDS.get(plainParameter(name))?.get(plainParameter(value))
    if (answer !== undefined) answers.add(answer)
    else
      report(
        argument,
        `the database URL has a value of "${name}" that is not read.`,
        'Write pgbouncer=true where the URL leads to a pooler, or remove it.',
      )
  }
  if (answers.size > 1)
    report(argument, 'the database URL says that a pooler is there, and that none is.', 'Keep one of them.')
  return { url: url.href, pooler: answers.has(true) }
}
