import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

export interface TraceOptions {
  /** Whether whoever asks for a trace is given one. */
  readonly trace: boolean
  /** What a client says in the header to be given one all the same; undefined where nobody may. */
  readonly traceSecret: string | undefined
}

/** Where a client asks for a trace: `1`, or the secret. */
const HEADER = 'x-sluice-trace'

/** Whether the answer to a request is to have a trace. */
export type TraceRule = (headers: IncomingHttpHeaders) => boolean

export function createTraceRule({ trace, traceSecret }: TraceOptions): TraceRule {
  if (!trace && traceSecret === undefined) return () => false
  const digest = traceSecret === undefined ? undefined : digestOf(traceSecret)
  return headers => {
    const said = headers[HEADER]
    if (typeof said !== 'string') return false
    if (trace && said === '1') return true
    // Digests are equally long, and comparing them tells nothing of the secret by the time that it takes.
    return digest !== undefined && timingSafeEqual(digestOf(said), digest)
  }
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
