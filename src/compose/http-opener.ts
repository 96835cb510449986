import type { HttpSourceSettings } from '../plan/http/http-source-settings.ts'
import { createHttpSource } from '../source/http/http-source.ts'
import { ownHttpCalls } from '../source/http/own-calls.ts'
import { withCoalescing } from '../source/policy/coalesce.ts'
import { createResilience } from '../source/policy/resilience.ts'
import type { SourceOpener } from './source-opener.ts'

export const HTTP_OPENER: SourceOpener = {
  open(settings: HttpSourceSettings, { log, epoch, hooks, wire }) {
    const { name: source } = settings
    const onCircuit = (state: 'open' | 'closed') => {
      if (state === 'open') log.warn({ source }, 'the circuit is open: the source fails too often and is left alone')
      else log.info({ source }, 'the circuit is closed: the source answers again')
    }
    const coalesce = withCoalescing(source, epoch)
    const { policy, state } = createResilience({ ...settings, onCircuit })
    const options = { ...settings, hooks, wire: wire?.intercept }
    return { ...createHttpSource(options, attempt => coalesce(policy(attempt))), state }
  },
  client: (settings: HttpSourceSettings, coordinate, ask) => ownHttpCalls(settings, coordinate, ask),
}
