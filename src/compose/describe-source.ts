import type { SourceSettings } from '../plan/source-settings.ts'
import type { SourceDescription } from './source-description.ts'

export function describeSource(settings: SourceSettings, status = 'ok'): SourceDescription {
  const { name, kind } = settings
  return { name, kind, url: withoutSecrets(kind === 'http' ? settings.baseURL : settings.url), status }
}

function withoutSecrets(text: string): string {
  if (text.startsWith('sqlite:')) return text
  const { protocol, host, pathname } = new URL(text)
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`
}
