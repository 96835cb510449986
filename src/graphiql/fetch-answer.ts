import type { GraphiQL } from 'graphiql'
import type { ComponentProps } from 'react'

type Fetcher = ComponentProps<typeof GraphiQL>['fetcher']
type Observable = Extract<ReturnType<Fetcher>, { subscribe: unknown }>

interface Observer {
  next(answer: object): void
  error(error: unknown): void
  complete(): void
}

/**
 * Sends one operation to the URL that the page came from, by GraphQL over HTTP.
 *
 * An observable and not a promise, because only then does GraphiQL's stop button reach the request: the gateway sees
 * the connection close and aborts its upstream calls.
 */
export const fetchAnswer: Fetcher = (operation, options) => {
  const subscribe = (observer: Observer) => {
    const controller = new AbortController()
    send(operation, options?.headers, controller.signal).then(
      answer => {
        observer.next(answer)
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

async function send(operation: object, headers: Record<string, string> | undefined, signal: AbortSignal) {
  const response = await fetch(location.pathname, {
    method: 'POST',
    headers: {
      accept: 'application/graphql-response+json, application/json;q=0.9',
      'content-type': 'application/json',
      ...headers,
    },
    body: JSON.stringify(operation),
    signal,
  })
  const text = await response.text()
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Error(`The answer is not JSON: ${response.status} ${response.statusText}\n${text}`, { cause })
  }
}
