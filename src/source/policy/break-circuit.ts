import type { Outcome, OutgoingCall, Policy } from '../call-policy.ts'
import { SourceError } from '../source-error.ts'
import type { Circuit, Verdict } from './circuit.ts'
import { isUndecided, upstreamFailed } from './upstream-failed.ts'

/** Fails a call at once while the circuit is open, and tells the circuit what became of the others. */
export function withCircuit(source: string, circuit: Circuit): Policy {
  return attempt => async call => {
    const settle = circuit.enter()
    if (!settle) return refused(source, call)
    let verdict: Verdict = 'undecided'
    try {
      const outcome = await attempt(call)
      verdict = verdictOf(outcome)
      return outcome
    } finally {
      settle(verdict)
    }
  }
}

/** Stands in front of a queue: nobody waits there for what will be refused. */
export function withOpenCircuitRefused(source: string, circuit: Circuit): Policy {
  return attempt => call => (circuit.admits() ? attempt(call) : Promise.resolve(refused(source, call)))
}

function verdictOf({ value }: Outcome): Verdict {
  if (isUndecided(value)) return 'undecided'
  return upstreamFailed(value) ? 'failure' : 'success'
}

function refused(source: string, { record }: OutgoingCall): Outcome {
  if (record) record.refusedByCircuit = true
  const value = new SourceError('The source fails too often and is left alone for a moment.', {
    reason: 'circuit_open',
    source,
  })
  return { value }
}
