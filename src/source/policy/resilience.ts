import type { Policy } from '../call-policy.ts'
import type { SourceState } from '../source.ts'
import { withCircuit, withOpenCircuitRefused } from './break-circuit.ts'
import { withCallBudget } from './call-budget.ts'
import { createCircuit } from './circuit.ts'
import { createInFlightLimit } from './in-flight-limit.ts'
import { withRetries } from './retry.ts'

export interface ResilienceOptions {
  readonly name: string
  readonly retries: number
  readonly maxInFlight: number
  readonly maxWaiting: number
  /** Failures in a row that open the circuit; 0 is never. */
  readonly circuitFailures: number
  /** How long an open circuit lets nothing through, in milliseconds. */
  readonly circuitPause: number
  readonly onCircuit: (state: 'open' | 'closed') => void
  /** Where a retry's wait comes from; from 0 up to 1. */
  readonly random?: () => number
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number
}

/** What keeps one source's calls in bounds, and how much that has to do. */
export interface Resilience {
  readonly policy: Policy
  state(): SourceState
}

/**
 * What keeps one source's calls in bounds, from the outside in: retries, a circuit breaker, the budget of each request, and
 * a limit of the calls at once. A retry waits outside of the limit, is refused by the circuit as any try, and counts as one.
 */
export function createResilience(options: ResilienceOptions): Resilience {
  const {
    name,
    circuitFailures,
    circuitPause,
    onCircuit,
    random = Math.random,
    now = () => performance.now(),
  } = options
  const retry = withRetries({ retries: options.retries, random })
  const { policy: limit, state } = createInFlightLimit({
    source: name,
    maxInFlight: options.maxInFlight,
    maxWaiting: options.maxWaiting,
  })
  if (circuitFailures === 0) return { policy: attempt => retry(withCallBudget(limit(attempt))), state }
  const circuit = createCircuit({ failures: circuitFailures, pause: circuitPause, now, onChange: onCircuit })
  const refuse = withOpenCircuitRefused(name, circuit)
  // It is asked again behind the queue, for what has happened meanwhile.
  const guard = withCircuit(name, circuit)
  return {
    policy: attempt => retry(refuse(withCallBudget(limit(guard(attempt))))),
    state: () => ({ ...state(), isOpen: circuit.isOpen }),
  }
}
