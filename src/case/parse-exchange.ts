import type { Exchange } from './case.ts'
import { compactJson } from './json-text.ts'
import { type Block, CaseSyntaxError, type Section, unexpectedBlock } from './read-sections.ts'
import { UPSTREAM_FAULTS, type UpstreamAnswer, type UpstreamFault } from './upstream-answer.ts'

const REQUEST_LINE = /^(GET|POST|PUT|PATCH|DELETE) (\/\S*)(?: x([1-9]\d*))?$/
const STATUS_LINE = /^HTTP\/1\.1 (\d{3})(?: .*)?$/

/** Reads the blocks of an upstream, in pairs: a request and its answer. Throws CaseSyntaxError. */
export function parseExchanges(section: Section): Exchange[] {
  const exchanges: Exchange[] = []
  for (let at = 0; at < section.blocks.length; at += 2) {
    const request = section.blocks[at] as Block
    const answer = section.blocks[at + 1]
    if (request.info !== 'http') throw unexpectedBlock(section, request, ['http'])
    if (!answer) throw new CaseSyntaxError(request.line, 'this request has no answer')
    exchanges.push({ ...parseRequest(request), answer: parseAnswer(section, answer) })
  }
  return exchanges
}

/** Reads `name: value` lines; names become lower case. */
export function parseHeaders(lines: readonly string[], line: number): Record<string, string> {
  const headers: Record<string, string> = Object.create(null)
  for (const text of lines) {
    const match = /^([^\s:]+):\s*(.*?)\s*$/.exec(text)
    if (!match) throw new CaseSyntaxError(line, `"${text}" is no header; write "name: value"`)
    headers[(match[1] ?? '').toLowerCase()] = match[2] ?? ''
  }
  return headers
}

/** The body as a request's is compared: compact where it is JSON. */
export function comparableBody(text: string): string {
  try {
    return compactJson(text)
  } catch {
    return text
  }
}

function parseRequest(block: Block): Omit<Exchange, 'answer'> {
  const { first, headers, body } = splitMessage(block)
  const match = REQUEST_LINE.exec(first)
  if (!match)
    throw new CaseSyntaxError(block.line, `"${first}" is no request; write "GET /path?query" or "GET /path x3"`)
  const [, method = '', url = '', calls = '1'] = match
  return { method, url, headers, body: body === undefined ? undefined : comparableBody(body), calls: Number(calls) }
}

function parseAnswer(section: Section, block: Block): UpstreamAnswer {
  if (block.info === 'json') {
    assertJson(block)
    return { body: block.text }
  }
  if (block.info === 'text') return { body: '{"id":', fault: parseFault(block) }
  if (block.info !== 'http') throw unexpectedBlock(section, block, ['json', 'http', 'text'])
  const { first, headers, body = '' } = splitMessage(block)
  const status = STATUS_LINE.exec(first)?.[1]
  if (status === undefined)
    throw new CaseSyntaxError(block.line, `"${first}" is no answer; write "HTTP/1.1 404 Not Found"`)
  return { status: Number(status), headers, body }
}

function parseFault(block: Block): UpstreamFault {
  const fault = UPSTREAM_FAULTS.find(name => name === block.text.trim())
  if (!fault)
    throw new CaseSyntaxError(block.line, `"${block.text}" is no fault; there are ${UPSTREAM_FAULTS.join(', ')}`)
  return fault
}

/** Throws CaseSyntaxError where the block is not JSON. */
export function assertJson(block: Block): void {
  try {
    JSON.parse(block.text)
  } catch (error) {
    throw new CaseSyntaxError(block.line, `this is no JSON: ${(error as Error).message}`)
  }
}

/** First line, header lines, an empty line, the body. */
function splitMessage(block: Block): { first: string; headers: Record<string, string>; body: string | undefined } {
  const [first = '', ...rest] = block.text.split('\n')
  const empty = rest.indexOf('')
  const headers = parseHeaders(empty === -1 ? rest : rest.slice(0, empty), block.line)
  return { first, headers, body: empty === -1 ? undefined : rest.slice(empty + 1).join('\n') }
}
