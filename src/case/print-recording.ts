import type { KeptExchange, KeptFailure } from '../source/http/http-wire.ts'
import type { SqlValue } from '../source/sql/sql-value.ts'
import { decodeUtf8 } from '../source/utf8.ts'
import { parseExactly, printIndented } from './json-text.ts'
import { printCatalog, printResult, printValues } from './kept-statement.ts'
import type { Placeholders } from './placeholders.ts'
import type { PrintedExchange } from './print-case.ts'
import { catalogOf, type RecordedSource, type RecordedStatement } from './recording.ts'

/** Headers of answers that a gateway reads whatever its schema says. */
const READ_HEADERS: ReadonlySet<string> = new Set([
  'cache-control',
  'etag',
  'expires',
  'last-modified',
  'link',
  'location',
  'retry-after',
  'vary',
])

/** Takes all that a source has said for what it is by its name. */
export function learnSecrets(source: RecordedSource, placeholders: Placeholders): void {
  for (const exchange of source.exchanges) {
    if ('fault' in exchange) continue
    placeholders.learnAll(tryParse(decodeUtf8(exchange.body)))
    placeholders.learnAll(exchange.headers)
  }
  for (const { result } of source.statements)
    for (const row of result.rows)
      for (const [at, value] of row.entries()) placeholders.learnAll(tryParse(value) ?? value, result.columns[at])
}

/** The exchanges of an API; of the headers of its answers, those that are read: `schema` is the text of the schema in lower case. */
export function printExchanges(
  { exchanges }: RecordedSource,
  placeholders: Placeholders,
  schema: string,
): readonly PrintedExchange[] {
  return exchanges.map(exchange => ({
    request: printRequest(exchange, placeholders),
    ...('fault' in exchange
      ? { info: 'text', answer: exchange.fault ?? '' }
      : printAnswer(exchange, placeholders, schema)),
  }))
}

/** What a database has, and its statements. */
export function printDatabase(source: RecordedSource, placeholders: Placeholders) {
  return {
    name: source.name,
    catalog: printCatalog(catalogOf(source)),
    statements: source.statements.map(statement => printStatement(statement, placeholders)),
  }
}

function printStatement({ sql, parameters, result }: RecordedStatement, placeholders: Placeholders): PrintedExchange {
  const values = parameters.map(value => withoutSecrets(value, placeholders) as SqlValue)
  const rows = result.rows.map(row => row.map(value => withoutSecrets(value, placeholders)))
  return { request: `${sql}\n-- ${printValues(values)}`, info: 'json', answer: printResult({ ...result, rows }) }
}

/** A value of a row or of a statement; JSON may be a text. */
function withoutSecrets(value: unknown, placeholders: Placeholders): unknown {
  if (value instanceof Uint8Array) return value
  const parsed = typeof value === 'string' && /^[[{]/.test(value) ? tryParse(value) : undefined
  if (parsed === undefined) return placeholders.json(value)
  const shown = JSON.stringify(placeholders.json(parsed))
  return shown === JSON.stringify(parsed) ? value : shown
}

function printRequest(exchange: KeptExchange | KeptFailure, placeholders: Placeholders): string {
  const { method, path, requestBody } = exchange
  const line = `${method} ${placeholders.url(path)}`
  if (requestBody === undefined || requestBody === '') return line
  const parsed = tryParse(requestBody)
  if (parsed !== undefined) return `${line}\n\n${JSON.stringify(placeholders.body(parsed))}`
  return `${line}\n\n${/^[^=&\s]+=/.test(requestBody) ? placeholders.form(requestBody) : placeholders.text(requestBody)}`
}

function printAnswer(
  { status, headers, body }: KeptExchange,
  placeholders: Placeholders,
  schema: string,
): Omit<PrintedExchange, 'request'> {
  const text = decodeUtf8(body)
  const parsed = tryParse(text)
  const json = parsed === undefined ? undefined : printIndented(placeholders.json(parsed))
  const type = String(headers['content-type'] ?? '')
  const isPlain = /^application\/json(?:;|$)/i.test(type)
  const kept = Object.entries(headers).flatMap(([name, value]) => {
    const isRead = READ_HEADERS.has(name) || new RegExp(`(?<![\\w-])${RegExp.escape(name)}(?![\\w-])`).test(schema)
    if (name === 'content-type' ? isPlain : !isRead || value === undefined) return []
    return [`${name}: ${placeholders.value(String(value))}`]
  })
  if (status === 200 && isPlain && kept.length === 0 && json !== undefined) return { info: 'json', answer: json }
  const shown = json ?? placeholders.text(text)
  return { info: 'http', answer: [`HTTP/1.1 ${status}`, ...kept, ...(shown === '' ? [] : ['', shown])].join('\n') }
}

/** JSON with its digits; undefined for what is none. */
function tryParse(text: unknown): unknown {
  if (typeof text !== 'string') return undefined
  try {
    return parseExactly(text)
  } catch {
    return undefined
  }
}
