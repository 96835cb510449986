/** An HTTP answer, whatever server sends it. */
export interface HttpAnswer {
  readonly status: number
  /** Names in lower case. The length of the body is for the sender to say. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
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
