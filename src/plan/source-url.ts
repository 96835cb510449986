import { resolve } from 'node:path'
import { readTemplate } from './compile-template.ts'
import { environmentValue } from './environment.ts'
import type { Report } from './problems.ts'
import type { TemplateContext } from './template-context.ts'

/** With the port that an example shows. */
const SQL_SCHEMES: ReadonlyMap<string, number | undefined> = new Map([
  ['mysql:', 3306],
  ['mariadb:', 3306],
  ['postgres:', 5432],
  ['postgresql:', 5432],
  ['sqlite:', undefined],
])

/** The URL of a source with the environment filled in; undefined, and reported, where it can't be read. */
export function readSourceURL(text: unknown, argument: string, context: TemplateContext): string | undefined {
  const raw = readTemplate(String(text), argument, context.report)
  const parts = raw?.map(part => {
    if (typeof part === 'string') return part
    if (part.root === 'env') return environmentValue(part, argument, context)
    const suggestion = 'Only {$env.NAME} may stand in it.'
    context.report(argument, `the URL of a source is fixed at start-up, and $${part.root} is not.`, suggestion)
    return undefined
  })
  return parts?.every(part => part !== undefined) ? parts.join('') : undefined
}

/** Reports what is wrong with the base URL of an API; the text is not repeated, it may hold a secret. */
export function checkHttpURL(text: string, argument: string, report: Report): void {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    report(argument, 'the base URL is no absolute http: or https: URL.', 'Write "https://host/path".')
    return
  }
  if (url.username || url.password)
    report(
      argument,
      'the base URL holds credentials, which HTTP does not send that way.',
      'Send them as a header: headers: ["Authorization: Bearer {$env.TOKEN}"].',
    )
  if (url.hash) report(argument, 'the base URL has a "#" part, which is never sent.', 'Remove it.')
}

/** The URL of a database; a relative `sqlite:` path starts at the directory. Reports what is wrong with it. */
export function resolveSqlURL(text: string, directory: string, argument: string, report: Report): string {
  const scheme = [...SQL_SCHEMES.keys()].find(each => text.startsWith(each))
  if (!scheme) {
    report(argument, 'the database URL has an unknown scheme.', `Known schemes: ${[...SQL_SCHEMES.keys()].join(', ')}.`)
    return text
  }
  if (scheme === 'sqlite:') return resolveFile(text.slice(scheme.length), directory, argument, report)
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url?.hostname || url.pathname.length < 2)
    report(
      argument,
      'the database URL names no host or no database.',
      `Write "${scheme}//user:password@host:${SQL_SCHEMES.get(scheme)}/database".`,
    )
  else if (![url.username, url.password, url.pathname].every(isPercentEncoded))
    report(
      argument,
      'the user, the password or the database of the URL has a "%" that encodes nothing.',
      'Write "%25" for a "%".',
    )
  return text
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
