import { isKeyParameter } from './name/secret-name.ts'

/** What databases are imported as. */
export const DATABASE_KIND = 'sql'

/** What an import was asked for, as citty gives it. */
export interface ImportRequest {
  readonly kind: string
  readonly from: string | undefined
  /** Its flags with their values; those that were not given are undefined. */
  readonly flags: Readonly<Record<string, string | boolean | undefined>>
  /** The names of its headers. */
  readonly headers: readonly string[]
}

/**
 * The command that imports the same again, for a shell. Nothing secret is in it: the URL of a database server is left to the
 * environment, and values of headers and of keys in URLs are `…`.
 */
export function importCommandLine({ kind, from, flags, headers }: ImportRequest): string {
  const source = from === undefined ? undefined : withoutSecrets(from)
  const options = Object.entries(flags).flatMap(([name, value]) =>
    value === true ? [`--${name}`] : typeof value === 'string' ? [`--${name}`, value] : [],
  )
  const asked = headers.flatMap(name => ['--header', `${name}: …`])
  return ['sluice', 'import', kind, ...(source === undefined ? [] : [source]), ...options, ...asked]
    .map(quoted)
    .join(' ')
}

/** Of the web, a URL without its fragment and the values of parameters that look like keys; of a server, none; a path as it is. */
function withoutSecrets(from: string): string | undefined {
  if (!/^[a-z][a-z\d+.-]+:\/\//i.test(from)) return from
  if (!/^https?:/i.test(from)) return undefined
  const [address = '', query] = from.replace(/#.*$/s, '').split(/\?(.*)/s)
  if (query === undefined) return address
  const parameters = query.split('&').map(text => {
    const [[name] = ['']] = new URLSearchParams(text)
    return isKeyParameter(name) ? `${text.replace(/=.*$/s, '')}=…` : text
  })
  return `${address}?${parameters.join('&')}`
}

/** As a POSIX shell takes it for one word. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
