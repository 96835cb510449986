import type { IncomingHttpHeaders } from 'node:http'
import {
  context,
  createContextKey,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type TextMapGetter,
  type Tracer,
  trace,
} from '@opentelemetry/api'
import type { CallObserver, CallRecord } from '../../source/call-record.ts'
import type { TraceHeaders } from '../../source/trace-headers.ts'
import { knownMethod } from '../http-words.ts'
import type { OperationLabel, Sent } from '../request-facts.ts'
import { CallSpans } from './call-spans.ts'

/** A request to GraphQL as it has come. */
export interface TracedRequest {
  readonly requestId: string
  readonly method: string
  readonly headers: IncomingHttpHeaders
  /** Where GraphQL is served, and whether by `http` or `https`. */
  readonly endpoint: { readonly path: string; readonly scheme: string }
}

/** What its span is called before it is known what is asked; that of an operation is its type. */
const UNKNOWN = 'GraphQL Operation'

/** Most characters of a header that says of which trace a request is: those of W3C Trace Context are shorter (3.3.1.5). */
const MOST_CHARACTERS = 512

/** By which instrumentation of others is told, in all versions of the SDK, that spans are made already. */
const SUPPRESSED = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING')

const NOTHING_ELSE = ROOT_CONTEXT.setValue(SUPPRESSED, true)

/**
 * The span of one request to GraphQL: that of the server, or one inside of it where an instrumentation of HTTP has made that. Has no
 * values of clients but the names that they give.
 */
export class RequestSpan implements CallObserver {
  readonly #span: Span
  readonly #calls: CallSpans
  /** Whether it is one that is collected. */
  readonly isRecording: boolean

  constructor(
    tracer: Tracer,
    { requestId, method, headers, endpoint }: TracedRequest,
    redact: (text: string) => string,
  ) {
    const active = context.active()
    const isInside = trace.getSpan(active) !== undefined
    const parent = isInside ? active : propagation.extract(active, headers, BOUNDED)
    this.#span = tracer.startSpan(
      UNKNOWN,
      {
        kind: isInside ? SpanKind.INTERNAL : SpanKind.SERVER,
        attributes: {
          'http.request.method': knownMethod(method),
          'http.route': endpoint.path,
          'url.path': endpoint.path,
          'url.scheme': endpoint.scheme,
        },
      },
      parent,
    )
    this.isRecording = this.#span.isRecording()
    if (this.isRecording) this.#span.setAttribute('sluice.request.id', requestId)
    this.#calls = new CallSpans(tracer, trace.setSpan(parent, this.#span), redact)
  }

  /** What its calls are sent with that have no span. */
  get traceHeaders(): () => TraceHeaders {
    return this.#calls.traceHeaders
  }

  /** For logs. */
  get traceId(): string {
    return this.#span.spanContext().traceId
  }

  /** Does what has spans of ours without those that an instrumentation of undici or a driver would make of the same. */
  run<T>(work: () => T): T {
    const active = context.active()
    return context.with(active === ROOT_CONTEXT ? NOTHING_ELSE : active.setValue(SUPPRESSED, true), work)
  }

  prepared({ type, name, fields, hash }: OperationLabel): void {
    if (!this.isRecording) return
    this.#span.updateName(type)
    this.#span.setAttributes({
      'graphql.operation.type': type,
      ...(name !== undefined && { 'graphql.operation.name': name }),
      'sluice.operation.fields': fields,
      'sluice.operation.hash': hash,
    })
  }

  /** The answer is that of another request, whose span has the calls. */
  shares(other: RequestSpan | undefined): void {
    this.#span.setAttribute('sluice.operation.shared', true)
    if (other) this.#span.addLink({ context: other.#span.spanContext() })
  }

  onBegin(record: CallRecord): void {
    this.#calls.onBegin(record)
  }

  onCall(record: CallRecord): void {
    this.#calls.onCall(record)
  }

  onUnasked(): void {}

  end({ status, bytes, isGone }: Sent, outcome: string, code: string | undefined, errors: number): void {
    if (this.isRecording) {
      this.#span.setAttributes({
        ...(!isGone && { 'http.response.status_code': status, 'http.response.body.size': bytes }),
        'sluice.outcome': outcome,
        ...(errors > 0 && { 'sluice.errors': errors }),
        ...(code !== undefined && { 'error.type': code }),
      })
      // What a client got wrong is no error of a server (conventions for HTTP, "Status").
      if (status >= 500) this.#span.setStatus({ code: SpanStatusCode.ERROR })
    }
    this.#span.end()
  }
}

/** Reads what a client says of its trace. What else it says to be handed on (`baggage`) is not: it would go to all upstreams. */
const BOUNDED: TextMapGetter<IncomingHttpHeaders> = {
  keys: headers => Object.keys(headers),
  get(headers, name) {
    const value = Object.hasOwn(headers, name) && name !== 'baggage' ? headers[name] : undefined
    return typeof value === 'string' && value.length <= MOST_CHARACTERS ? value : undefined
  },
}
