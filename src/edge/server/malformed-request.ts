/** How what is no request is answered, by the code of the error that Node has for it. */
const REFUSALS: Readonly<Record<string, readonly [status: string, message: string]>> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The headers of the request are longer than 16 KiB.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [
    '413 Content Too Large',
    'The chunk extensions of the request are longer than 16 KiB.',
  ],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request was not whole in time.'],
}

/**
 * The answer to what is no request of HTTP/1.1 (RFC 9112, 2.2), as it goes over the connection, which is closed behind it. Undefined where
 * the connection has failed: then nobody reads an answer.
 */
export function refusalOf({ code = '' }: NodeJS.ErrnoException): string | undefined {
  const isOfParser = code.startsWith('HPE_')
  const [status, message] = REFUSALS[code] ?? (isOfParser ? ['400 Bad Request', 'This is no request of HTTP/1.1.'] : [])
  if (status === undefined || message === undefined) return undefined
  const headers = `Content-Type: text/plain; charset=utf-8\r\nContent-Length: ${message.length + 1}\r\nConnection: close`
  return `HTTP/1.1 ${status}\r\n${headers}\r\n\r\n${message}\n`
}
