import type { IncomingHttpHeaders } from 'node:http'
import { OperationTrace } from './operation-trace.ts'
import { createTraceRule, type TraceOptions } from './trace-rule.ts'

/** What an answer tells of what stands behind it. */
export interface ToldBehind {
  readonly trace?: OperationTrace | undefined
  /** Shows a call's text, where the answer tells how it was planned. */
  readonly explain?: ((text: string) => string) | undefined
}

/** What a request with these headers is told, to be begun once its document is read; undefined for nothing. */
type AskedBehind = (headers: IncomingHttpHeaders) => (() => ToldBehind) | undefined

export function createAskedBehind(options: TraceOptions & { readonly redact: (text: string) => string }): AskedBehind {
  const { redact } = options
  const mayTell = createTraceRule(options)
  return headers => {
    const isTraced = mayTell(headers, 'x-sluice-trace')
    const explain = mayTell(headers, 'x-sluice-plan') ? redact : undefined
    if (!isTraced && !explain) return undefined
    const start = performance.now()
    return () => {
      const trace = isTraced ? new OperationTrace({ redact, start, parse: performance.now() - start }) : undefined
      return { trace, explain }
    }
  }
}
