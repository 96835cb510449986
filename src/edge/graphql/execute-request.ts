import type { FormattedExecutionResult } from 'graphql'
import { parseJson, printJson } from '../../source/json.ts'
import { jsonSteps } from '../../source/json-steps.ts'
import { inSlices } from '../../source/slices.ts'
import { RESPONSE_TYPE } from './accepted-type.ts'

/** An operation that a program asks for. */
export interface ExecuteOptions {
  /** The text of the operation, with its fragments. */
  readonly query?: string | undefined
  /** The id of a trusted document, in its place (GraphQL over HTTP, appendix "Persisted Documents"). */
  readonly documentId?: string | undefined
  readonly variables?: Readonly<Record<string, unknown>> | undefined
  /** Which operation of the text is run, where there are several. */
  readonly operationName?: string | undefined
  /** What an HTTP client would send of itself: `authorization`, and what `{$headers.x}` reads. */
  readonly headers?: Headers | Readonly<Record<string, string>> | undefined
  /** Ends the operation, and its calls. */
  readonly signal?: AbortSignal | undefined
}

/** What the GraphQL specification calls a response (chapter 7): `data`, `errors` and `extensions`. */
export type GraphQLAnswer = FormattedExecutionResult

/** What says how another message was sent, and nothing of who sends it. */
const OF_A_MESSAGE =
  /^(?:accept(?:-.*)?|connection|content-.*|expect|if-.*|keep-alive|range|te|trailer|transfer-encoding|upgrade)$/i

/** Characters of an answer from which on it is read in slices of the event loop. */
const LONG_ANSWER = 262_144

/** The request that an HTTP client would send for an operation. Throws TypeError for headers that can't be sent. */
export function executeRequest(path: string, { headers, signal, ...params }: ExecuteOptions): Request {
  const { query, documentId, variables, operationName } = params
  const sent = new Headers(headers instanceof Headers ? headers : { ...headers })
  for (const name of [...sent.keys()]) if (OF_A_MESSAGE.test(name)) sent.delete(name)
  sent.set('content-type', 'application/json')
  sent.set('accept', RESPONSE_TYPE)
  return new Request(`http://localhost${path}`, {
    method: 'POST',
    headers: sent,
    body: printJson({ query, documentId, variables, operationName }) ?? '',
    signal: signal ?? null,
  })
}

/** What an answer says, whatever its status; an integer beyond 2^53 is a `bigint`. Throws Error where it does not come from GraphQL. */
export async function readExecuted(response: Response): Promise<GraphQLAnswer> {
  const text = await response.text()
  if (!response.headers.get('content-type')?.startsWith(RESPONSE_TYPE)) throw new Error(text.trim())
  return text.length < LONG_ANSWER
    ? (parseJson(text) as GraphQLAnswer)
    : ((await inSlices(jsonSteps(text))) as GraphQLAnswer)
}
