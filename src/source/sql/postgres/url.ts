import type { ClientConfig } from 'pg'
import { hostOf } from '../pool/host-of.ts'

/** `postgres://user:password@host:5432/database`, with the parameters `options` and `application_name` of libpq. */
export function readPostgresURL(text: string): ClientConfig & { readonly host: string } {
  const url = new URL(text)
  const password = decodeURIComponent(url.password)
  return {
    host: hostOf(url),
    port: url.port === '' ? 5432 : Number(url.port),
    user: decodeURIComponent(url.username),
    // As a function, an empty one is not replaced by what pg finds in the environment and in files.
    password: () => password,
    database: decodeURIComponent(url.pathname.slice(1)),
    options: url.searchParams.get('options') ?? '',
    application_name: url.searchParams.get('application_name') ?? 'sluice',
    ssl: false,
  }
}
