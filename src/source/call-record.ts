import type { CallAnswer } from './call-answer.ts'
import type { EmptyCounts } from './empty-slot.ts'
import { type ErrorCode, type ErrorReason, SourceError } from './source-error.ts'
import type { SourcePlan } from './source-plan.ts'
import type { TraceHeaders } from './trace-headers.ts'

/** Whose call it is. */
export interface CallPlace {
  readonly source: string
  /** Schema coordinate of the field or type whose binding makes the call. */
  readonly coordinate: string
}

/** One HTTP request or one SQL statement that was sent for a call; times in milliseconds, of `performance.now()`. */
export interface CallTry {
  readonly start: number
  duration: number
  /** HTTP status of the answer, where one came. */
  status: number | undefined
  /** The reason of its failure, or the code where that has no reasons. */
  error: ErrorReason | ErrorCode | undefined
}

/** Who makes a call, in the words of OpenTelemetry's conventions for clients; what is not known is absent. */
export interface CallClient {
  /** By which of them it is measured. */
  readonly convention: 'http.client' | 'db.client'
  /** `server.address` and `server.port`. */
  readonly address?: string
  readonly port?: number
  /** `db.system.name` and `db.namespace`. */
  readonly system?: string
  readonly namespace?: string
}

/** Who looks at the calls of one request. What it is given goes on to be its own. */
export interface CallObserver {
  /** Told of every call as soon as it is wanted; `onCall` follows. */
  onBegin?(record: CallRecord): void
  /** Told of every call once it has ended, however it did, and all that came of it is known. */
  onCall(record: CallRecord): void
  /** Told what a call was answered with, where anything came; absent where nobody wants to know. */
  readonly onAnswer?: ((record: CallRecord, answer: CallAnswer) => void) | undefined
  /** Told of keys, or parents without one, that are empty without any call. */
  onUnasked(place: CallPlace, nulls: EmptyCounts): void
}

/**
 * One answer of a source that was wanted: what was sent for it, however often, and what became of it. Also one for which
 * nothing was sent: as its answer was kept, or under way, or as the call was refused.
 */
export class CallRecord implements CallPlace {
  readonly source: string
  readonly coordinate: string
  /** What asks for it: one object for all calls of a loader. Undefined where the gateway asks for itself. */
  readonly plan: SourcePlan | undefined
  readonly client: CallClient
  /** Method and URL as the directive has them, with their expressions; or SQL text with placeholders. Holds no value. */
  readonly text: string
  /** How many keys its answer is for. */
  readonly keys: number
  /** When it was wanted, and how long it took; in milliseconds, of `performance.now()`. */
  readonly start = performance.now()
  duration = 0
  /** How long it has waited for its turn at the source, in milliseconds. */
  queued = 0
  readonly tries: CallTry[] = []
  /** Bytes of the answer's body, decompressed; of SQL nobody counts them. */
  bytes: number | undefined
  /** Rows of a statement's answer; those that it changed, of one that answers none. */
  rows: number | undefined
  /** Where it has others than those of its request. */
  traceHeaders: TraceHeaders | undefined
  /** Whether nothing was sent: the same request was under way, and its answer has been waited for. */
  joined = false
  /** Whether the answer is one that was kept; where the source was asked whether it still holds, that is a try. */
  cached = false
  /** Whether the open circuit has refused it, or a further try of it. */
  refusedByCircuit = false
  error: unknown
  /** How many slots are empty, and why; where an answer takes several calls, of all of them, with the last one. */
  nulls: EmptyCounts | undefined
  readonly #onEnd: (record: CallRecord) => void

  constructor(
    { source, coordinate }: CallPlace,
    plan: SourcePlan | undefined,
    client: CallClient,
    text: string,
    keys: number,
    onEnd: (record: CallRecord) => void,
  ) {
    this.source = source
    this.coordinate = coordinate
    this.plan = plan
    this.client = client
    this.text = text
    this.keys = keys
    this.#onEnd = onEnd
  }

  /** Its error in one word of a closed list, where it failed: the reason, or the code where that has none. */
  get failure(): ErrorReason | ErrorCode | undefined {
    return this.error === undefined ? undefined : wordOf(this.error)
  }

  /** Something is sent for it. */
  beginTry(): void {
    this.endTry(undefined)
    this.tries.push({ start: performance.now(), duration: Number.NaN, status: undefined, error: undefined })
  }

  /** What was sent has come to an end, with an HTTP status where there is one, and an error where it failed. */
  endTry(value: unknown, status?: number): void {
    const last = this.tries.at(-1)
    if (!last || !Number.isNaN(last.duration)) return
    last.duration = performance.now() - last.start
    last.status = status
    if (value instanceof Error) last.error = wordOf(value)
  }

  /** Its answer is there, or the error that takes its place. */
  end(value: unknown): void {
    this.endTry(value)
    this.duration = performance.now() - this.start
    if (value instanceof Error) this.error = value
    this.#onEnd(this)
  }
}

function wordOf(error: unknown): ErrorReason | ErrorCode {
  return error instanceof SourceError ? (error.reason ?? error.code) : 'INTERNAL_SERVER_ERROR'
}
