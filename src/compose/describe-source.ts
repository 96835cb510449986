import type { SourceSettings } from '../plan/source-settings.ts'
import type { SourceDescription } from './source-description.ts'

export function describeSource(
  { name, kind, address }: SourceSettings,
  status = 'ok',
  why: string | undefined = undefined,
): SourceDescription {
  const described = { name, kind, url: withoutSecrets(address), status }
  return why === undefined ? described : { ...described, why }
}

/** The path of an API may be a secret; that of a database is its name. */
function withoutSecrets(text: string): string {
  if (text.startsWith('sqlite:')) return text
  const { protocol, host, pathname } = new URL(text)
  const isApi = protocol === 'http:' || protocol === 'https:'
  return `${protocol}//${host}${isApi || pathname === '/' ? '' : pathname}`
}
