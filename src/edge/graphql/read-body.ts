import type { IncomingMessage } from 'node:http'
import { LongFraction } from '../../plan/long-fraction.ts'
import { AnswerBudget, HEAP_ROOM } from '../../source/answer-budget.ts'
import { GatheredBytes } from '../../source/gathered-bytes.ts'
import { parseJson } from '../../source/json.ts'
import { jsonSteps } from '../../source/json-steps.ts'
import { jsonWeight, MOST_WEIGHT } from '../../source/json-weight.ts'
import { readMediaType } from '../../source/media-type.ts'
import { remembered } from '../../source/remembered.ts'
import { inSlices } from '../../source/slices.ts'
import { type Soon, whenHere } from '../../source/soon.ts'
import { decodeUtf8 } from '../../source/utf8.ts'
import type { Exchange } from '../server/exchange.ts'
import { acceptedType, JSON_TYPE, RESPONSE_TYPE } from './accepted-type.ts'
import type { BodiesUnderWay } from './bodies-under-way.ts'
import { type AskedParams, checkParams } from './graphql-params.ts'
import { isRefusal, type Refusal, refuse, refuseForAMoment, refuseForNow } from './refusal.ts'

export interface BodyOptions {
  /** Most bytes of one body. */
  readonly limit: number
  /** All bodies that are being read. */
  readonly underWay: BodiesUnderWay
}

/**
 * Characters of a body from which on it is read in slices. What has fewer takes some milliseconds, even where each name is to be kept in an order
 * of its own, or each number has more digits than a double.
 */
const LONG_BODY = 65_536

/**
 * Reads a GraphQL request (GraphQL over HTTP, section 5): POST as application/json in UTF-8, up to a limit of bytes, or GET
 * with its parameters in the query string. Anything else is refused; it neither throws nor rejects.
 */
export function readParams(
  exchange: Pick<Exchange, 'incoming' | 'askForBody' | 'memory'>,
  options: BodyOptions,
): Soon<AskedParams | Refusal> {
  const { incoming } = exchange
  const { method, headers } = incoming
  // Before anything runs: a mutation whose answer nobody takes must not happen.
  if (!acceptedType(headers.accept)) return refuse(406, `Accept ${JSON_TYPE} or ${RESPONSE_TYPE}.`)
  if (method === 'GET') return readQueryString(incoming.url ?? '')
  if (method !== 'POST') return refuse(405, 'GraphQL is served by GET and POST only.', { allow: 'GET, POST' })
  if (headers['content-type']?.includes(',')) return refuse(400, 'The request has more than one content-type.')
  if (!isUtf8Json(headers['content-type'] ?? ''))
    return refuse(415, 'The request must be sent as content-type application/json in UTF-8.', {
      'accept-post': 'application/json',
    })
  if (!isPlain(headers['content-encoding']))
    return refuse(415, 'The request must be sent without content-encoding.', { 'accept-encoding': 'identity' })
  return whenHere(readBytes(exchange, options), bytes => {
    const text = textOf(bytes, options.limit)
    if (typeof text !== 'string') return text
    return whenHere(
      text.length < LONG_BODY ? readJson(text, 'The request body') : readLongJson(text, exchange),
      params => (isRefusal(params) ? params : checkParams(params.value)),
    )
  })
}

function readQueryString(url: string): AskedParams | Refusal {
  const mark = url.indexOf('?')
  const search = new URLSearchParams(mark < 0 ? '' : url.slice(mark))
  const variables = readJson(search.get('variables') || 'null', 'The "variables" in the URL')
  if (isRefusal(variables)) return variables
  const extensions = readJson(search.get('extensions') || 'null', 'The "extensions" in the URL')
  if (isRefusal(extensions)) return extensions
  return checkParams({
    query: search.get('query'),
    documentId: search.get('documentId'),
    operationName: search.get('operationName'),
    variables: variables.value,
    extensions: extensions.value,
  })
}

function readJson(text: string, what: string): { readonly value: unknown } | Refusal {
  try {
    return { value: parseJson(text, digits => new LongFraction(digits)) }
  } catch {
    return refuse(400, `${what} can not be read as JSON.`)
  }
}

/** In slices of the event loop. What it takes in memory counts until the request is answered. */
async function readLongJson(
  text: string,
  exchange: Pick<Exchange, 'memory'>,
): Promise<{ readonly value: unknown } | Refusal> {
  const memory = new AnswerBudget(Number.POSITIVE_INFINITY, HEAP_ROOM)
  exchange.memory = memory
  // While it waits to be weighed it takes as much as its text.
  const isTooMuch =
    !memory.holdEasily(text.length * MOST_WEIGHT) &&
    (memory.hold(text.length) ?? memory.hold((await inSlices(jsonWeight(text))) as number))
  if (isTooMuch) return refuseForAMoment('The gateway holds as much of requests as it can.')
  try {
    return { value: await inSlices(jsonSteps(text, digits => new LongFraction(digits))) }
  } catch {
    return refuse(400, 'The request body can not be read as JSON.')
  }
}

const isUtf8Json = remembered(contentType => {
  const { type, charset = 'utf-8' } = readMediaType(contentType)
  // Of a charset that is said twice nobody knows which one is meant.
  const isOne = contentType.split(/charset/i).length <= 2
  return type === JSON_TYPE && isOne && /^utf-?8$/i.test(charset)
})

function isPlain(contentEncoding = 'identity'): boolean {
  return contentEncoding.toLowerCase() === 'identity'
}

type Unread = 'too large' | 'dropped' | 'broken off' | 'read before'

/** The text of a request body, which is to be UTF-8. */
function textOf(bytes: Uint8Array | Unread, limit: number): string | Refusal {
  if (bytes === 'too large')
    return refuse(413, `The request body is larger than ${limit} bytes.`, { connection: 'close' })
  if (bytes === 'dropped')
    return refuseForNow(503, 'The gateway holds as much of unfinished requests as it can. Try again in a moment.', {
      'retry-after': '1',
      connection: 'close',
    })
  if (bytes === 'read before')
    return refuseForNow(
      500,
      'The server has read the body of the request before the gateway could. Let no body parser of it come first.',
    )
  // Nobody reads this answer: the client has gone.
  if (bytes === 'broken off') return refuse(400, 'The request body broke off.')
  try {
    return decodeUtf8(bytes)
  } catch {
    return refuse(400, 'The request body is no valid UTF-8.')
  }
}

/** Reads up to `limit` bytes of a request body, whatever length it says it has. The promise never rejects. */
function readBytes(
  { incoming, askForBody }: Pick<Exchange, 'incoming' | 'askForBody'>,
  { limit, underWay }: BodyOptions,
): Soon<Uint8Array | Unread> {
  if (Number(incoming.headers['content-length']) > limit) return 'too large'
  // Of HTTP/2 what is taken back ends, too.
  if (incoming.aborted) return 'broken off'
  // What has ended tells so to nobody who comes later.
  if (incoming.readableEnded) return 'read before'
  if (incoming.destroyed) return 'broken off'
  askForBody()
  return gatherBytes(incoming, limit, underWay)
}

/** By events, because an iteration that ends early destroys the connection that the answer must take. */
function gatherBytes(incoming: IncomingMessage, limit: number, underWay: BodiesUnderWay): Promise<Uint8Array | Unread> {
  return new Promise(resolve => {
    const gathered = new GatheredBytes()
    const stop = (why: Unread) => {
      underWay.end(body)
      incoming.off('data', onData).pause()
      gathered.clear()
      resolve(why)
    }
    const body = underWay.begin(() => stop('dropped'))
    const onData = (chunk: Uint8Array) => {
      gathered.add(chunk)
      underWay.grow(body, chunk.byteLength)
      if (body.bytes > limit) stop('too large')
    }
    incoming.on('data', onData)
    // Each comes once; a listener that is taken away costs more.
    incoming.on('end', () => {
      underWay.end(body)
      resolve(gathered.bytes())
    })
    incoming.on('close', () => {
      underWay.end(body)
      resolve('broken off')
    })
    // Followed by `close`; without a listener it would end the process.
    incoming.on('error', () => {})
  })
}
