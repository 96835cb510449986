import type { ClientConfig } from 'pg'
import { hostOf } from '../../host-of.ts'
import { readOptions, type Settings } from './settings.ts'

export interface PostgresServer {
  readonly config: ClientConfig & { readonly host: string }
  /** Those of `options`, which a pooler may not pass on. */
  readonly settings: Settings
  /** Whether it is said that a pooler is there; if not, it is found out. */
  readonly isPooled: boolean
}

/** `postgres://user:password@host:5432/database`, with the parameters `options` and `application_name` of libpq. */
export function readPostgresURL(text: string, isPooled: boolean, connectTimeout: number): PostgresServer {
  const url = new URL(text)
  const password = decodeURIComponent(url.password)
  const options = url.searchParams.get('options') ?? ''
  const { settings, others } = readOptions(options)
  const config = {
    host: hostOf(url),
    port: url.port === '' ? 5432 : Number(url.port),
    user: decodeURIComponent(url.username),
    // As a function, an empty one is not replaced by what pg finds in the environment and in files.
    password: () => password,
    database: decodeURIComponent(url.pathname.slice(1)),
    options: isPooled ? others : options,
    application_name: url.searchParams.get('application_name') ?? 'sluice',
    ssl: false,
    connectionTimeoutMillis: connectTimeout,
    keepAlive: true,
  }
  return { config, settings, isPooled }
}
