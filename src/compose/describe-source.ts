import type { SourceSettings } from '../plan/source-settings.ts'
import type { SourceDescription } from './source-description.ts'

export function describeSource({ name, kind, address }: SourceSettings, status = 'ok'): SourceDescription {
  return { name, kind, url: withoutSecrets(address), status }
}

function withoutSecrets(text: string): string {
  if (text.startsWith('sqlite:')) return text
  const { protocol, host, pathname } = new URL(text)
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`
}
