const SECONDS = /^\d+$/

/** Milliseconds that a `Retry-After` asks for, in either of its forms (RFC 9110, 10.2.3); `now` is that of the wall clock. */
export function readRetryAfter(text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined
  if (SECONDS.test(text)) return Number(text) * 1_000
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : Math.max(date - now, 0)
}
