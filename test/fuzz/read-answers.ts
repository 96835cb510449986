export interface Answer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>
  readonly body: Buffer
}

const LAST_CHUNK = '0\r\n\r\n'
const HEAD = /^HTTP\/1\.1 (\d{3}) ?[^\r\n]*$/

/**
 * Reads the answers on a connection one after the other, interim ones (1xx) left out. Throws where they are not well-formed HTTP/1.1,
 * or where one breaks off.
 */
export function readAnswers(bytes: Buffer): Answer[] {
  const answers: Answer[] = []
  for (let rest = bytes; rest.length > 0; ) {
    const end = rest.indexOf('\r\n\r\n')
    if (end < 0) throw new Error('an answer without the end of its headers')
    const [line = '', ...lines] = rest.toString('latin1', 0, end).split('\r\n')
    const status = Number(HEAD.exec(line)?.[1])
    if (!status) throw new Error(`no status line: ${line.slice(0, 100)}`)
    const headers = readHeaders(lines)
    rest = rest.subarray(end + 4)
    if (status < 200) continue
    const length = bodyLength(rest, status, headers)
    const body = headers.has('transfer-encoding') ? Buffer.alloc(0) : rest.subarray(0, length)
    answers.push({ status, headers, body })
    rest = rest.subarray(length)
  }
  return answers
}

function readHeaders(lines: readonly string[]): ReadonlyMap<string, string> {
  const headers = new Map<string, string>()
  for (const line of lines) {
    const [, name, value = ''] = /^([\w-]+): ?(.*)$/.exec(line) ?? []
    if (name === undefined) throw new Error(`no header: ${line.slice(0, 100)}`)
    if (headers.has(name.toLowerCase())) throw new Error(`the header ${name} twice`)
    headers.set(name.toLowerCase(), value)
  }
  return headers
}

function bodyLength(rest: Buffer, status: number, headers: Answer['headers']): number {
  // Of Node's own, which are empty.
  if (headers.get('transfer-encoding') === 'chunked' && rest.toString('latin1', 0, LAST_CHUNK.length) === LAST_CHUNK)
    return LAST_CHUNK.length
  const said = headers.get('content-length')
  // What Node itself refuses it answers without a body, and closes.
  if (said === undefined || status === 304) return 0
  const length = Number(said)
  // To HEAD: what it would have been.
  if (rest.length === 0 || rest.subarray(0, 9).toString() === 'HTTP/1.1 ') return 0
  if (length > rest.length) throw new Error(`an answer of ${rest.length} bytes instead of ${length}`)
  return length
}
