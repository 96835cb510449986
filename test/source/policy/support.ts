import type { Policy } from '../../../src/source/call-policy.ts'
import { createHttpSource, type HttpSourceOptions } from '../../../src/source/http/http-source.ts'
import { withCoalescing } from '../../../src/source/policy/coalesce.ts'
import { createMutationEpoch } from '../../../src/source/policy/mutation-epoch.ts'
import { createResilience, type ResilienceOptions } from '../../../src/source/policy/resilience.ts'
import type { Source } from '../../../src/source/source.ts'
import { httpOptions } from '../http/support.ts'

type Said = Partial<HttpSourceOptions & ResilienceOptions>

/** A source as the gateway opens it, but with what is said and nothing shared; its retries wait as short as they may. */
export function openResilient(baseURL: string, said: Said = {}): Source {
  return createHttpSource(httpOptions(baseURL, said), resilience(said))
}

/** The same, and its calls are shared. */
export function openShared(baseURL: string, said: Said = {}): Source {
  const coalesce = withCoalescing('api', createMutationEpoch())
  const bounded = resilience(said)
  return createHttpSource(httpOptions(baseURL, said), attempt => coalesce(bounded(attempt)))
}

function resilience(said: Said): Policy {
  return createResilience({
    name: 'api',
    retries: 1,
    maxInFlight: 64,
    maxWaiting: 1_000,
    circuitFailures: 0,
    circuitPause: 5_000,
    onCircuit: () => undefined,
    random: () => 0,
    ...said,
  }).policy
}

/** A source whose calls are shared as the gateway shares them, with nothing else around them. */
export function openCoalescing(baseURL: string, said: Partial<HttpSourceOptions> = {}): Source {
  const epoch = createMutationEpoch()
  return epoch.watch(createHttpSource(httpOptions(baseURL, said), withCoalescing('api', epoch)))
}
