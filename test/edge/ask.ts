import { expect } from 'vitest'
import type { TestGateway } from '../support/gateway.ts'

const JSON_TYPE = { 'content-type': 'application/json' }

/** Sends a body to the GraphQL endpoint as it is. */
export async function post(gateway: TestGateway, body: BodyInit, headers: Record<string, string> = JSON_TYPE) {
  // `duplex` is what fetch asks for where the body is a stream.
  const init: RequestInit & { duplex: 'half' } = { method: 'POST', body, headers, duplex: 'half' }
  const response = await fetch(`${gateway.url}/graphql`, init)
  return { status: response.status, body: await response.text() }
}

/** Asks the GraphQL endpoint by its query string. */
export async function get(gateway: TestGateway, search: string, method = 'GET') {
  const response = await fetch(`${gateway.url}/graphql${search}`, { method })
  return { status: response.status, allow: response.headers.get('allow'), body: await response.text() }
}

/** The body of a refused request. */
export function refusal(message: string): string {
  return JSON.stringify({ errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }] })
}

/** What never stands in an answer: a stack, a path of ours, a class of the runtime. */
export const INSIDE = /\bat .*:\d+|node:|node_modules|\/src\/|\.ts\b|TypeError|RangeError/

/** Whatever came before, the gateway still serves. */
export async function expectAlive(gateway: TestGateway): Promise<void> {
  expect((await gateway.query('{ post(id: 1) { id } }')).text).toBe('{"data":{"post":{"id":"1"}}}')
}
