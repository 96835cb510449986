import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

export interface TraceOptions {
  /** Whether whoever asks for a trace or a plan is given one. */
  readonly trace: boolean
  /** What a client says in the header to be given one all the same; undefined where nobody may. */
  readonly traceSecret: string | undefined
}

/** Whether a client may be told what stands behind its answer, by what a header says: `1`, or the secret. */
export type TraceRule = (said: IncomingHttpHeaders[string]) => boolean

/** Undefined where nobody may. */
export function createTraceRule({ trace, traceSecret }: TraceOptions): TraceRule | undefined {
  if (!trace && traceSecret === undefined) return undefined
  const digest = traceSecret === undefined ? undefined : digestOf(traceSecret)
  return said => {
    if (typeof said !== 'string') return false
    if (trace && said === '1') return true
    // Digests are equally long, and comparing them tells nothing of the secret by the time that it takes.
    return digest !== undefined && timingSafeEqual(digestOf(said), digest)
  }
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
