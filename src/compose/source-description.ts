import type { SourceSettings } from '../plan/source-settings.ts'

/** A source as anybody may see it. */
export interface SourceDescription {
  /** As in `@source(name:)`. */
  readonly name: string
  readonly kind: 'http' | 'sql'
  /** Where it is, without credentials and query: `https://api.example.com/v1`, `mysql://127.0.0.1:3306/shop`. */
  readonly url: string
  /** `ok`, or why a database does not serve. An API is not asked before a request needs it. */
  readonly status: string
}

export function describeSource(settings: SourceSettings, status = 'ok'): SourceDescription {
  const { name, kind } = settings
  return { name, kind, url: withoutSecrets(kind === 'http' ? settings.baseURL : settings.url), status }
}

function withoutSecrets(text: string): string {
  if (text.startsWith('sqlite:')) return text
  const { protocol, host, pathname } = new URL(text)
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`
}
