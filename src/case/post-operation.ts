import { printJson } from '../source/json.ts'

/** An operation as it is sent to a gateway. */
export interface SentOperation {
  readonly query: string
  readonly variables?: Readonly<Record<string, unknown>> | undefined
  readonly headers?: Readonly<Record<string, string>>
}

/** Sends an operation to a gateway; what it answers, as sent. */
export async function postOperation(
  url: string,
  { query, variables, headers }: SentOperation,
): Promise<{ readonly status: number; readonly headers: Headers; readonly text: string }> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      accept: 'application/graphql-response+json, application/json;q=0.9',
      'content-type': 'application/json',
      ...headers,
    },
    body: printJson({ query, variables }) ?? '',
  })
  return { status: response.status, headers: response.headers, text: await response.text() }
}
