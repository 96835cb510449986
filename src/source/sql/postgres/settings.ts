import type { WireStatement } from './extended-query.ts'

export type Settings = readonly (readonly [name: string, value: string])[]

/** All that is asked is printed and read alike, whatever the server, its database or its user are set to. */
export const FORMATS: Settings = [
  ['timezone', 'UTC'],
  ['datestyle', 'ISO, YMD'],
  ['intervalstyle', 'iso_8601'],
  ['bytea_output', 'hex'],
  ['extra_float_digits', '1'],
]

/**
 * Sets them for the session, or until the end of the transaction: then nothing of it stays for who comes next. Statements are not
 * compiled to machine code (PostgreSQL, chapter "Just-in-Time Compilation"), which takes seconds for the catalogues and for
 * a filter of many conditions, and pays for nothing that a gateway waits for. Servers that have no such setting are left alone.
 */
export function setStatement(settings: Settings, scope: 'session' | 'transaction'): WireStatement {
  const isLocal = scope === 'transaction'
  // SET LOCAL would warn in a transaction that is none by BEGIN.
  const calls = settings.map((_, at) => `set_config($${2 * at + 1}, $${2 * at + 2}, ${isLocal})`)
  const withoutJit = `case when current_setting('jit', true) = 'on' then set_config('jit', 'off', ${isLocal}) end`
  return { text: `select ${withoutJit}, ${calls.join(', ')}`, values: settings.flat() }
}

/**
 * The settings of libpq's `options`, as in `-c search_path=sales`, and what else stands there, which is for the start of a
 * session only. A backslash stands before a space or a backslash of a value.
 */
export function readOptions(options: string): { readonly settings: Settings; readonly others: string } {
  const settings: (readonly [string, string])[] = []
  const pattern = /(?:^|(?<=\s))-c\s*([\w.-]+)=((?:\\[\s\S]|[^\s\\])*)/g
  const others = options.replaceAll(pattern, (_, name: string, value: string) => {
    settings.push([name.replaceAll('-', '_'), value.replaceAll(/\\([\s\S])/g, '$1')])
    return ''
  })
  return { settings, others: others.trim() }
}
