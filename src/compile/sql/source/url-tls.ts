import type { Report } from '../../problem-list.ts'
import { plainParameter } from './url-parameters.ts'

/** What is read of a database URL's parameters, however they are spelled: `sslmode`, `ssl-mode`, `ssl_mode`. */
const MODES: ReadonlyMap<string, ReadonlyMap<string, boolean>> = new Map([
  [
    'sslmode',
    new Map([
      ['disable', false],
      ['disabled', false],
      ['require', true],
      ['required', true],
      ['verifyca', true],
      ['verifyfull', true],
      ['verifyidentity', true],
    ]),
  ],
  [
    'ssl',
    new Map([
      ['true', true],
      ['1', true],
      ['false', false],
      ['0', false],
    ]),
  ],
])

interface UrlTls {
  /** Without the parameters of TLS. */
  readonly url: string
  /** Whether the connection is encrypted; undefined where the URL says nothing of it. */
  readonly tls: boolean | undefined
}

/**
 * Reads what a database URL says of TLS. What would leave a connection unencrypted or unverified, or says what
 * is not read, is reported: nothing is less safe than it says.
 */
export function splitUrlTls(text: string, argument: string, report: Report): UrlTls {
  if (!URL.canParse(text)) return { url: text, tls: undefined }
  const url = new URL(text)
  const named = [...url.searchParams].filter(([name]) => /^(ssl|tls)/i.test(name))
  if (named.length === 0) return { url: text, tls: undefined }
  const said = new Set<boolean>()
  for (const [name, value] of named) {
    url.searchParams.delete(name)
    const modes = MODES.get(plainParameter(name))
    const mode = modes?.get(plainParameter(value))
    if (mode !== undefined) said.add(mode)
    else if (modes)
      report(
        argument,
        `the database URL has a value of "${name}" under which a connection may be unencrypted or unverified.`,
        `Write ${name}=${modes.has('require') ? 'require' : 'true'} or ${name}=${modes.has('disable') ? 'disable' : 'false'}.`,
      )
    else
      report(
        argument,
        `the database URL has the parameter "${name}", which is not read.`,
        'Write tls: { ca: "…", cert: "…", key: "…" } beside url.',
      )
  }
  if (said.size > 1) report(argument, 'the database URL says that TLS is on, and that it is off.', 'Keep one of them.')
  return { url: url.href, tls: said.size > 0 ? said.has(true) : undefined }
}
