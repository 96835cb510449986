import type { Slot } from '../source.ts'
import { REASON_TRAITS, SourceError } from '../source-error.ts'

/** Whether a call failed by its upstream's fault. */
export function upstreamFailed(value: Slot): boolean {
  return value instanceof SourceError && value.reason !== undefined && REASON_TRAITS[value.reason].unhealthy === true
}

/** Whether a call ended before anybody knew: its client had gone, its time was up, or the gateway stops. */
export function isUndecided(value: Slot): boolean {
  return value instanceof SourceError && (value.reason === 'deadline' || value.code === 'INTERNAL_SERVER_ERROR')
}
