import { camelCase } from '../../name/case.ts'
import { NamesTaken } from '../../name/names-taken.ts'
import { wordsOf } from '../../name/words.ts'
import type { Operation } from '../document/operation.ts'

/** A server of a document, with the operations that are called there. */
export interface NamedServer {
  readonly name: string
  readonly url: string | undefined
}

/** What tells no host from another. */
const COMMON_LABELS = new Set(['www', 'com', 'org', 'net', 'io'])

/**
 * The sources of a document's operations, and the operations with the names of theirs. The server of the document, or that of
 * most operations, is `api`; others are named by what their hosts or paths have for themselves. With one server alone no operation names it.
 */
export function nameSources(
  operations: readonly Operation[],
  documentServer: string | undefined,
): { readonly servers: readonly NamedServer[]; readonly operations: readonly Operation[] } {
  const counts = new Map<string | undefined, number>([])
  for (const { server } of operations) counts.set(server, (counts.get(server) ?? 0) + 1)
  const byUse = [...counts].toSorted(([, one], [, other]) => other - one).map(([server]) => server)
  const main = counts.has(documentServer) ? documentServer : byUse[0]
  const names = new NamesTaken()
  const servers = [main, ...byUse.filter(server => server !== main)].map(url => ({
    name: names.take(url === main ? ['api'] : [nameOf(url, main), 'api']),
    url,
  }))
  if (servers.length < 2) return { servers, operations }
  const nameAt = new Map(servers.map(({ name, url }) => [url, name]))
  return { servers, operations: operations.map(each => ({ ...each, source: nameAt.get(each.server) ?? 'api' })) }
}

/** `upload` of `https://upload.example.com` beside `https://api.example.com`. */
function nameOf(url: string | undefined, main: string | undefined): string {
  if (url === undefined) return ''
  const { host, path } = partsOf(url)
  const known = main === undefined ? { host: [], path: [] } : partsOf(main)
  const own = host.filter(word => !known.host.includes(word))
  const words = own.length > 0 ? own : path.filter(word => !known.path.includes(word))
  const name = camelCase(words)
  return /^[a-z]/i.test(name) ? name : ''
}

function partsOf(url: string): { readonly host: readonly string[]; readonly path: readonly string[] } {
  const { hostname, pathname } = new URL(url)
  return { host: wordsOf(hostname).filter(word => !COMMON_LABELS.has(word)), path: wordsOf(pathname) }
}
