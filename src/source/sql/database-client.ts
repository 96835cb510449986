import { DATABASE_KINDS, databaseKind } from '../../plan/sql/database-kind.ts'
import type { CallClient } from '../call-record.ts'
import { hostOf } from '../host-of.ts'

/** What makes the calls of a database, told by its URL, whose scheme is known. */
export function databaseClient(url: string): CallClient {
  const kind = databaseKind(url)
  const { port } = kind ? DATABASE_KINDS[kind] : {}
  const system = url.startsWith('mariadb:') ? 'mariadb' : kind?.toLowerCase()
  const known: CallClient = { convention: 'db.client', ...(system !== undefined && { system }) }
  if (port === undefined) return known
  const parsed = new URL(url)
  const namespace = decodeURIComponent(parsed.pathname.slice(1))
  return {
    ...known,
    address: hostOf(parsed),
    port: parsed.port === '' ? port : Number(parsed.port),
    ...(namespace !== '' && { namespace }),
  }
}

/** Of a database with replicas, nobody knows which of them answers. */
export function anyReplica({ address: _, port: __, ...known }: CallClient): CallClient {
  return known
}
