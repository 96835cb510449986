import { own, ownEntries, ownList, ownText } from '../own-property.ts'

/**
 * The first of the `servers` of a document, path or operation, with the defaults of its variables; a relative one starts at
 * the document's own URL. `undefined` for what no source can have as its URL.
 */
export function serverURL(holder: unknown, documentURL: string | undefined): string | undefined {
  const [server] = ownList(holder, 'servers')
  const defaults = new Map(ownEntries(server, 'variables').map(([name, value]) => [name, own(value, 'default')]))
  const text = (ownText(server, 'url') ?? '/').replace(/\{([^{}]*)\}/g, (_match, name) =>
    String(defaults.get(name) ?? ''),
  )
  return usableURL(text, documentURL)
}

/** A URL that can stand between the quotes of a default in a template, without a slash at its end. */
export function usableURL(text: string, base: string | undefined): string | undefined {
  if (!URL.canParse(text, base)) return undefined
  const resolved = new URL(text, base)
  const isHttp = resolved.protocol === 'http:' || resolved.protocol === 'https:'
  if (!isHttp || resolved.username !== '' || resolved.password !== '') return undefined
  resolved.hash = ''
  const href = resolved.href.replace(/\/$/, '')
  return /^[^'"\\{}]+$/.test(href) ? href : undefined
}
