import { randomUUID } from 'node:crypto'

const HARMLESS = /^[\w.:-]{1,128}$/

/** The client's own `x-request-id` where it is harmless in logs and headers, else a new one. */
export function requestIdOf(given: string | readonly string[] | undefined): string {
  return typeof given === 'string' && HARMLESS.test(given) ? given : randomUUID()
}
