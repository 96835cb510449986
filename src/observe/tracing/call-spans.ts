import {
  type Attributes,
  type Context,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api'
import type { CallObserver, CallRecord, CallTry } from '../../source/call-record.ts'
import type { TraceHeaders } from '../../source/trace-headers.ts'
import { methodOfCall } from '../http-words.ts'
import { shortened } from '../shortened.ts'

/** Most calls of one request that have a span, and tries of a call that are told of. */
const MOST_SPANS = 500
const MOST_TRIES = 10
/** Most characters of a span's name. */
const MOST_CHARACTERS = 200

/** Statements whose first word says what they do. */
const OPERATION = /^(?:SELECT|INSERT|UPDATE|DELETE|REPLACE|MERGE|CALL)\b/i

/**
 * A span for each call, by OpenTelemetry's conventions for clients of HTTP and databases. What is sent to HTTP APIs says whose call it
 * is. Where the operation is not sampled, calls have no spans, and the APIs are told so.
 */
export class CallSpans implements CallObserver {
  readonly #tracer: Tracer
  readonly #parent: Context
  readonly #redact: (text: string) => string
  /** Whether calls have spans. */
  readonly isRecording: boolean
  readonly #spans = new Map<CallRecord, Span>()
  #begun = 0
  #headers: TraceHeaders | undefined

  /** `parent` has the span of the operation. */
  constructor(tracer: Tracer, parent: Context, redact: (text: string) => string) {
    this.#tracer = tracer
    this.#parent = parent
    this.#redact = redact
    // Without a parent each call is a trace of its own, and sampled as one.
    this.isRecording = trace.getSpan(parent)?.isRecording() ?? true
  }

  /** What calls without a span are sent with. */
  readonly traceHeaders = (): TraceHeaders => {
    this.#headers ??= headersOf(this.#parent)
    return this.#headers
  }

  onBegin(record: CallRecord): void {
    this.#begun += 1
    if (!this.isRecording || this.#begun > MOST_SPANS) return
    const span = this.#begin(record)
    if (record.client.convention === 'http.client') record.traceHeaders = headersOf(trace.setSpan(this.#parent, span))
  }

  onCall(record: CallRecord): void {
    const span = this.#spans.get(record)
    if (!span) return
    this.#spans.delete(record)
    const { tries, failure, queued, joined, cached, refusedByCircuit, bytes, rows } = record
    const status = tries.at(-1)?.status
    span.setAttributes({
      ...(status !== undefined && { 'http.response.status_code': status }),
      ...(bytes !== undefined && { 'http.response.body.size': bytes }),
      ...(rows !== undefined && { 'db.response.returned_rows': rows }),
      ...(tries.length > 1 && { 'http.request.resend_count': tries.length - 1 }),
      ...(queued > 0 && { 'sluice.call.queued': queued / 1_000 }),
      ...(joined && { 'sluice.call.joined': true }),
      ...(cached && { 'sluice.call.cached': true }),
      ...(refusedByCircuit && { 'sluice.call.refused_by_circuit': true }),
      ...(failure !== undefined && { 'error.type': failure }),
    })
    if (tries.length > 1) for (const each of tries.slice(0, MOST_TRIES)) tellTry(span, each)
    if (failure !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: failure })
    span.end(record.start + record.duration)
  }

  onUnasked(): void {}

  #begin(record: CallRecord): Span {
    const { source, coordinate, keys, client, start } = record
    const text = this.#redact(record.text)
    const { name, attributes } = client.convention === 'http.client' ? httpSpan(text) : databaseSpan(text, record)
    const own: Attributes = { ...attributes, 'sluice.source': source, 'sluice.coordinate': coordinate }
    own['sluice.call.keys'] = keys
    if (client.address !== undefined) own['server.address'] = client.address
    if (client.port !== undefined) own['server.port'] = client.port
    const options = { kind: SpanKind.CLIENT, attributes: own, startTime: start }
    const span = this.#tracer.startSpan(name, options, this.#parent)
    this.#spans.set(record, span)
    return span
  }
}

interface Named {
  readonly name: string
  readonly attributes: Attributes
}

function httpSpan(text: string): Named {
  const template = text.slice(text.indexOf(' ') + 1)
  return {
    name: shortened(text, MOST_CHARACTERS),
    attributes: { 'http.request.method': methodOfCall(text), 'url.template': template },
  }
}

function databaseSpan(text: string, { client: { system, namespace }, keys }: CallRecord): Named {
  const operation = OPERATION.exec(text)?.[0].toUpperCase()
  const target = namespace ?? system
  return {
    name: [operation, target].filter(each => each !== undefined).join(' '),
    attributes: {
      'db.query.text': text,
      ...(system !== undefined && { 'db.system.name': system }),
      ...(namespace !== undefined && { 'db.namespace': namespace }),
      ...(operation !== undefined && { 'db.operation.name': operation }),
      // By the conventions, one is no batch.
      ...(keys > 1 && { 'db.operation.batch.size': keys }),
    },
  }
}

function tellTry(span: Span, { start, duration, status, error }: CallTry): void {
  const attributes: Attributes = {
    ...(!Number.isNaN(duration) && { 'sluice.try.duration': duration / 1_000 }),
    ...(status !== undefined && { 'http.response.status_code': status }),
    ...(error !== undefined && { 'error.type': error }),
  }
  span.addEvent('sluice.try', attributes, start)
}

/** Headers that tell whoever is called of the span in a context; by the propagator that is registered, `traceparent` and `tracestate`. */
function headersOf(context: Context): TraceHeaders {
  const headers: Record<string, string> = {}
  propagation.inject(context, headers, {
    set: (carrier, name, value) => {
      carrier[name.toLowerCase()] = value
    },
  })
  return headers
}
