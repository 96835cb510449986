import type { IncomingHttpHeaders } from 'node:http'
import type { ShowAnswer } from '../../../observe/shown-answer.ts'
import { OperationTrace } from './operation-trace.ts'
import { createTraceRule, type TraceOptions } from './trace-rule.ts'

export interface BehindOptions extends TraceOptions {
  /** A call's text as it may be shown. */
  readonly redact: (text: string) => string
  /** Shows the answers of calls in a trace that asks for them; undefined where nobody is shown any. */
  readonly showAnswer: ShowAnswer | undefined
}

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

/** What may stand behind a `;` after what asks for a plan, and for a trace. */
const DRY_RUN = 'dry-run'
const ANSWERS = 'answers'

/** What a request with these headers is told, to be begun once its document is read; undefined for nothing. */
type AskedBehind = (headers: IncomingHttpHeaders) => (() => ToldBehind) | undefined

export function createAskedBehind(options: BehindOptions): AskedBehind {
  const { redact, showAnswer } = options
  const mayTell = createTraceRule(options)
  if (!mayTell) return () => undefined
  const planFor = (said: IncomingHttpHeaders[string]): AskedPlan | undefined => {
    const { asked, hasMore } = readAsked(said, DRY_RUN)
    return mayTell(asked) ? { redact, isDryRun: hasMore } : undefined
  }
  return headers => {
    const { asked, hasMore } = readAsked(headers['x-sluice-trace'], ANSWERS)
    const isTraced = mayTell(asked)
    const explain = planFor(headers['x-sluice-plan'])
    if (!isTraced && !explain) return undefined
    const start = performance.now()
    return () => {
      const parse = performance.now() - start
      const shown = hasMore ? showAnswer : undefined
      const trace = isTraced ? new OperationTrace({ redact, showAnswer: shown, start, parse }) : undefined
      return { trace, explain }
    }
  }
}

/** Each character is looked at once: anybody may send a header as long as headers may be. */
function readAsked(said: IncomingHttpHeaders[string], more: string) {
  if (typeof said !== 'string') return { asked: undefined, hasMore: false }
  const end = said.lastIndexOf(';')
  const hasMore = end >= 0 && said.slice(end + 1).trim() === more
  return { asked: hasMore ? said.slice(0, end).trimEnd() : said, hasMore }
}
