import type { ExposedHeaders } from '../../source/exposed-headers.ts'

/** An HTTP answer, whatever server sends it. */
export interface HttpAnswer {
  readonly status: number
  /** Names in lower case. The length of the body is for the sender to say. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
  /** What it shows of the headers of sources' answers, beside its own. */
  readonly exposed?: ExposedHeaders | undefined
  /** Whether it may be compressed on its way to the client. */
  readonly compressible?: boolean
}

/** An answer that is not to be kept by any cache, as its next one may differ. */
export function textAnswer(status: number, text: string, headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  return {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...headers },
    body: `${text}\n`,
  }
}

type Headers = HttpAnswer['headers']

/** Both, as an object of its own; of a header that both have, `later` counts, but for Vary, which is all that either says. */
export function joinHeaders(headers: Headers, later: Headers): Record<string, string> {
  const joined = { ...headers, ...later }
  if (headers.vary && later.vary) joined.vary = `${headers.vary}, ${later.vary}`
  return joined
}

/**
 * The headers of an answer with those of sources that it shows: its own come first, and nobody takes their place. Several values are one
 * (RFC 9110, section 5.3), but those of cookies. Pages of other origins that may read the answer may read these too.
 */
export function withExposed(headers: Headers, exposed: ExposedHeaders): Readonly<Record<string, string | string[]>> {
  const shown = [...exposed.all].filter(([name]) => !Object.hasOwn(headers, name))
  const listed = headers['access-control-expose-headers']
  return {
    ...headers,
    ...(listed && { 'access-control-expose-headers': [listed, ...shown.map(([name]) => name)].join(', ') }),
    ...Object.fromEntries(
      shown.map(([name, values]) => [name, name === 'set-cookie' ? [...values] : [...values].join(', ')]),
    ),
  }
}
