import type { AnswerHeaders } from './receive.ts'

/** Milliseconds that a `Retry-After` asks for, in either of its forms (RFC 9110, 10.2.3); `now` is that of the wall clock. */
export function readRetryAfter(headers: AnswerHeaders, now: number): number | undefined {
  const text = headers['retry-after']?.toString()
  if (text === undefined) return undefined
  if (/^\d+$/.test(text)) return Number(text) * 1_000
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : Math.max(date - now, 0)
}
