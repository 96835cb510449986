import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

export interface TraceOptions {
  /** Whether whoever asks for a trace or a plan is given one. */
  readonly trace: boolean
  /** What a client says in the header to be given one all the same; undefined where nobody may. */
  readonly traceSecret: string | undefined
}

/** Where a client asks for what stands behind its answer: by `1`, or the secret. */
type TraceHeader = 'x-sluice-trace' | 'x-sluice-plan'

/** Whether the answer to a request is to have what the header asks for. */
export type TraceRule = (headers: IncomingHttpHeaders, header: TraceHeader) => boolean

export function createTraceRule({ trace, traceSecret }: TraceOptions): TraceRule {
  if (!trace && traceSecret === undefined) return () => false
  const digest = traceSecret === undefined ? undefined : digestOf(traceSecret)
  return (headers, header) => {
    const said = headers[header]
    if (typeof said !== 'string') return false
    if (trace && said === '1') return true
    // Digests are equally long, and comparing them tells nothing of the secret by the time that it takes.
    return digest !== undefined && timingSafeEqual(digestOf(said), digest)
  }
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
