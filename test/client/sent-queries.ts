import { createHash } from 'node:crypto'

/** SHA-256 of a text, as clients send it. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** A fetch for a client, and what it has sent: how, and whether the query was in it or its hash alone. */
export function watchQueries() {
  const sent: { readonly method: string; readonly hasQuery: boolean }[] = []
  const watch: typeof fetch = (input, init) => {
    const method = init?.method ?? 'GET'
    const body = method === 'GET' ? undefined : JSON.parse(String(init?.body))
    const hasQuery = body ? 'query' in body : new URL(String(input)).searchParams.has('query')
    sent.push({ method, hasQuery })
    return fetch(input, init)
  }
  return { sent, watch }
}
