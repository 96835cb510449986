import { DATABASE_KINDS, databaseKind } from '../../../plan/sql/database-kind.ts'
import type { Report } from '../../problem-list.ts'

/** Where the schema file says what other programs read from a URL; the names as `plainParameter` writes them. */
const INSTEAD: ReadonlyMap<string, string> = new Map([
  ['connectiontimeout', 'Write connectTimeout: "2s" beside url.'],
  ['connecttimeout', 'Write connectTimeout: "2s" beside url.'],
  ['connectionlimit', 'Write poolSize: 10 beside url.'],
  ['maxconnections', 'Write poolSize: 10 beside url.'],
  ['poolsize', 'Write poolSize: 10 beside url.'],
  ['pooltimeout', 'Write timeout: "5s" beside url.'],
  ['sockettimeout', 'Write timeout: "5s" beside url.'],
  ['statementtimeout', 'Write timeout: "5s" beside url.'],
  ['idletimeout', 'Write idleTimeout: "60s" beside url.'],
  ['queuelimit', 'Write maxWaiting: 1000 beside url.'],
  ['currentschema', 'Write "options=-c%20search_path%3Dsales" for a schema "sales", or table: "sales.orders".'],
  ['schema', 'Write "options=-c%20search_path%3Dsales" for a schema "sales", or table: "sales.orders".'],
  ['searchpath', 'Write "options=-c%20search_path%3Dsales" for a schema "sales", or table: "sales.orders".'],
  ['charset', 'Remove it: all text is Unicode.'],
  ['timezone', 'Remove it: sessions are in UTC.'],
])

/** Reports every parameter of a database URL that nothing reads: none is passed on to a driver. */
export function refuseUrlParameters(text: string, argument: string, report: Report): void {
  const kind = databaseKind(text)
  if (!kind || !URL.canParse(text)) return
  const read = DATABASE_KINDS[kind].parameters
  for (const name of new Set(new URL(text).searchParams.keys())) {
    if (read.includes(name)) continue
    const known = INSTEAD.get(plainParameter(name))
    // Behind a password with a "?" in it, any other text may be a part of the password.
    const shown = /^[\w-]+$/.test(name) ? `the parameter "${name}"` : 'a parameter'
    report(
      argument,
      `the database URL has ${shown}, which is not read.`,
      known ?? `Remove it. A ${kind} URL may have: ${[...read, 'sslmode'].join(', ')}.`,
    )
  }
}

/** Programs spell a parameter in several ways: `sslmode`, `ssl-mode`, `sslMode`. */
export function plainParameter(text: string): string {
  return text.toLowerCase().replaceAll(/[-_]/g, '')
}
