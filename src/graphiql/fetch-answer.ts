import type { GraphiQL } from 'graphiql'
import type { ComponentProps } from 'react'
import { asksForTrace, tellAnswer } from './upstream/last-operation.ts'

type Fetcher = ComponentProps<typeof GraphiQL>['fetcher']
type Observable = Extract<ReturnType<Fetcher>, { subscribe: unknown }>

interface Observer {
  next(answer: object): void
  error(error: unknown): void
  complete(): void
}

/** What GraphiQL calls its own query for the schema. */
const INTROSPECTION = 'IntrospectionQuery'

/**
 * Sends one operation to the URL that the page came from, by GraphQL over HTTP. A reader's operation asks for its trace with what `asked` says,
 * if anything; it is taken out of the answer for the panels.
 *
 * An observable and not a promise, because only then does GraphiQL's stop button reach the request: the gateway sees
 * the connection close and aborts its upstream calls.
 */
export function createFetcher(asked: string | undefined): Fetcher {
  return (operation, options) => {
    const isReaders = operation.operationName !== INTROSPECTION
    const trace = isReaders ? asksForTrace(asked, options?.headers) : undefined
    const subscribe = (observer: Observer) => {
      const controller = new AbortController()
      sendOperation(operation, { ...options?.headers, ...trace }, controller.signal).then(
        answer => {
          observer.next(isReaders ? tellAnswer(answer, trace !== undefined) : answer)
          observer.complete()
        },
        error => {
          if (!controller.signal.aborted) observer.error(error)
        },
      )
      return { unsubscribe: () => controller.abort() }
    }
    return { subscribe } as Observable
  }
}

/** The answer to one operation, or what GraphQL would answer where there is none. */
export async function sendOperation(
  operation: object,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<object> {
  const response = await request(operation, headers, signal)
  if (response === undefined) return failure('The gateway does not answer.')
  const text = await response.text()
  try {
    return JSON.parse(text)
  } catch {
    return failure(explain(response), text.slice(0, MOST_SHOWN))
  }
}

/** Undefined where nobody answers. */
async function request(operation: object, headers: Record<string, string>, signal: AbortSignal) {
  const options = {
    method: 'POST',
    headers: {
      accept: 'application/graphql-response+json, application/json;q=0.9',
      'content-type': 'application/json',
      ...headers,
    },
    body: JSON.stringify(operation),
    signal,
  }
  try {
    return await fetch(location.pathname, options)
  } catch (error) {
    if (signal.aborted) throw error
    return undefined
  }
}

/** Characters that are shown of what is no answer to an operation. */
const MOST_SHOWN = 1_000

/** What somebody in front of the gateway has answered. */
function explain({ status, statusText }: Response): string {
  const what = `${status} ${statusText}`.trim()
  if (status === 401 || status === 403)
    return `What stands before the gateway wants to know who asks (${what}). Write its header into the Headers tab, or sign in there.`
  return `What stands before the gateway answered no JSON (${what}).`
}

/** Shown like any other answer without data: a stack of this page would say nothing. */
function failure(message: string, text?: string): object {
  return { errors: [{ message, ...(text ? { extensions: { text } } : {}) }] }
}
