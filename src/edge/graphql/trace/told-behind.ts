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

/** Behind a `;` after what asks for a plan. */
const DRY_RUN = 'dry-run'

/** What a request with these headers is told, to be begun once its document is read; undefined for nothing. */
type AskedBehind = (headers: IncomingHttpHeaders) => (() => ToldBehind) | undefined

export function createAskedBehind(options: TraceOptions & { readonly redact: (text: string) => string }): AskedBehind {
  const { redact } = options
  const mayTell = createTraceRule(options)
  if (!mayTell) return () => undefined
  const planFor = (said: IncomingHttpHeaders[string]): AskedPlan | undefined => {
    if (typeof said !== 'string') return undefined
    const { asked, isDryRun } = readAsked(said)
    return mayTell(asked) ? { redact, isDryRun } : undefined
  }
  return headers => {
    const isTraced = mayTell(headers['x-sluice-trace'])
    const explain = planFor(headers['x-sluice-plan'])
    if (!isTraced && !explain) return undefined
    const start = performance.now()
    return () => {
      const trace = isTraced ? new OperationTrace({ redact, start, parse: performance.now() - start }) : undefined
      return { trace, explain }
    }
  }
}

/** Each character is looked at once: anybody may send a header as long as headers may be. */
function readAsked(said: string): { readonly asked: string; readonly isDryRun: boolean } {
  const end = said.lastIndexOf(';')
  const isDryRun = end >= 0 && said.slice(end + 1).trim() === DRY_RUN
  return { asked: isDryRun ? said.slice(0, end).trimEnd() : said, isDryRun }
}
