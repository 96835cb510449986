type Refusal = readonly [status: string, message: string]

/** How what is no request is answered, by the code of the error that Node has for it. */
const REFUSALS: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The headers of the request are longer than 16 KiB.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [
    '413 Content Too Large',
    'The chunk extensions of the request are longer than 16 KiB.',
  ],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request was not whole in time.'],
}

/** What else Node's parser, whose codes begin so, can't read. */
const OF_PARSER = 'HPE_'
const UNREADABLE: Refusal = ['400 Bad Request', 'This is no request of HTTP/1.1.']

/**
 * The answer to what is no request of HTTP/1.1 (RFC 9112, 2.2), as it goes over the connection, which is closed behind it. Undefined where
 * the connection has failed: then nobody reads an answer.
 */
export function refusalOf({ code = '' }: NodeJS.ErrnoException): string | undefined {
  const refusal = REFUSALS[code] ?? (code.startsWith(OF_PARSER) ? UNREADABLE : undefined)
  if (!refusal) return undefined
  const [status, message] = refusal
  const headers = `Content-Type: text/plain; charset=utf-8\r\nContent-Length: ${message.length + 1}\r\nConnection: close`
  return `HTTP/1.1 ${status}\r\n${headers}\r\n\r\n${message}\n`
}
