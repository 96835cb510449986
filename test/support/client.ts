import type { Client } from '../../src/source/client.ts'

/** A client that sends headers, and has claims where they are said. */
export function clientOf(
  headers: Readonly<Record<string, string>>,
  claims?: Readonly<Record<string, unknown>>,
): Client {
  const sent = new Map(Object.entries(headers))
  return { header: name => sent.get(name), claims: claims && new Map(Object.entries(claims)) }
}
