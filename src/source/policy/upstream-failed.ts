import type { Slot } from '../source.ts'
import { type ErrorReason, SourceError } from '../source-error.ts'

/** The upstream did not answer as a healthy one does. An answer that makes no sense, and 4xx, are answers. */
const FAILURES: ReadonlySet<ErrorReason | undefined> = new Set([
  'connect',
  'dns',
  'tls',
  'reset',
  'truncated',
  'http_5xx',
  'timeout',
])

/** Whether a call failed by its upstream's fault. */
export function upstreamFailed(value: Slot): boolean {
  return value instanceof SourceError && FAILURES.has(value.reason)
}

/** Whether a call ended before anybody knew: its client had gone, its time was up, or the gateway stops. */
export function isUndecided(value: Slot): boolean {
  return value instanceof SourceError && (value.reason === 'deadline' || value.code === 'INTERNAL_SERVER_ERROR')
}
