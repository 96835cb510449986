import { resolve } from 'node:path'
import { DATABASE_KINDS, DATABASE_SCHEMES, databaseKind } from '../../../plan/sql/database-kind.ts'
import type { Report } from '../../problem-list.ts'

/**
 * The URL of a database; a relative `sqlite:` path starts at the directory. Reports what is wrong with it; undefined where
 * nobody knows its parts.
 */
export function resolveSqlURL(text: string, directory: string, argument: string, report: Report): string | undefined {
  const kind = databaseKind(text)
  if (!kind) {
    report(argument, 'the database URL has an unknown scheme.', `Known schemes: ${DATABASE_SCHEMES.join(', ')}.`)
    return undefined
  }
  const scheme = text.slice(0, text.indexOf(':'))
  if (kind === 'SQLite') return resolveFile(text.slice(scheme.length + 1), directory, argument, report)
  if (hasOpenCharacter(text)) {
    report(
      argument,
      'the database URL can be read in two ways: its user, password or database has a "/", "?", "#" or "@" that is not encoded.',
      `Percent-encode each: ${ENCODINGS}.`,
    )
    return undefined
  }
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url?.hostname || url.pathname.length < 2)
    report(
      argument,
      'the database URL names no host or no database.',
      `Write "${DATABASE_KINDS[kind].example(scheme)}".`,
    )
  else if (![url.username, url.password, url.pathname].every(isPercentEncoded))
    report(
      argument,
      'the user, the password or the database of the URL has a "%" that encodes nothing.',
      'Write "%25" for a "%".',
    )
  return text
}

/** What ends a part of a URL, and so can't stand in a user, a password or a name. */
const ENCODINGS = [...'/?#@:%'].map(each => `"${each}" is ${encodeURIComponent(each)}`).join(', ')

/**
 * Whether a character that ends the authority (RFC 3986, 3.2) stands where it may be a part of a password: the text up to it is
 * then taken for the host. Nothing reads a fragment.
 */
function hasOpenCharacter(text: string): boolean {
  const [, authority = '', path = '', query = ''] = /^[^:]*:\/\/([^/?#]*)([^?#]*)([^#]*)/.exec(text) ?? []
  const isOpen = !authority.includes('@')
  return text.includes('#') || path.includes('@') || (isOpen && query.includes('@'))
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
