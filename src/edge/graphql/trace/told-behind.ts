import type { IncomingHttpHeaders } from 'node:http'
import { OperationTrace } from './operation-trace.ts'
import { createTraceRule, type TraceOptions } from './trace-rule.ts'

/** What an answer tells of what stands behind it. */
export interface ToldBehind {
  readonly trace?: OperationTrace | undefined
  readonly explain?: AskedPlan | undefined
}

interface AskedPlan {
  /** Shows a call's text. */
  readonly redact: (text: string) => string
  /** Whether it is all that is asked for: then nothing is called. */
  readonly isDryRun: boolean
}

/** Behind what asks for a plan. */
const DRY_RUN = /\s*;\s*dry-run$/

/** What a request with these headers is told, to be begun once its document is read; undefined for nothing. */
type AskedBehind = (headers: IncomingHttpHeaders) => (() => ToldBehind) | undefined

export function createAskedBehind(options: TraceOptions & { readonly redact: (text: string) => string }): AskedBehind {
  const { redact } = options
  const mayTell = createTraceRule(options)
  return headers => {
    const isTraced = mayTell(headers['x-sluice-trace'])
    const said = headers['x-sluice-plan']
    const asked = typeof said === 'string' ? said.replace(DRY_RUN, '') : undefined
    const explain = mayTell(asked) ? { redact, isDryRun: asked !== said } : undefined
    if (!isTraced && !explain) return undefined
    const start = performance.now()
    return () => {
      const trace = isTraced ? new OperationTrace({ redact, start, parse: performance.now() - start }) : undefined
      return { trace, explain }
    }
  }
}
