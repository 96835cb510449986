import { startUpstream, type UpstreamAnswer } from './upstream.ts'

type Value = string | number | boolean | undefined

/** A span as OTLP has it, its attributes by name. */
export interface CollectedSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId: string | undefined
  readonly traceState: string | undefined
  readonly name: string
  /** 1: internal, 2: server, 3: client (OTLP, `Span.SpanKind`). */
  readonly kind: number
  readonly nanoseconds: number
  readonly attributes: Readonly<Record<string, Value>>
  readonly events: readonly { readonly name: string; readonly attributes: Readonly<Record<string, Value>> }[]
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[]
  /** 2: error (OTLP, `Status.StatusCode`). */
  readonly status: { readonly code?: number; readonly message?: string }
  readonly resource: Readonly<Record<string, Value>>
}

export interface TraceCollector extends AsyncDisposable {
  readonly url: string
  /** What makes a process send its spans there, at once and as JSON. */
  readonly environment: Readonly<Record<string, string>>
  readonly spans: readonly CollectedSpan[]
  /** The content types of what has come. */
  readonly contentTypes: readonly (string | undefined)[]
  stop(): Promise<void>
}

/** Receives spans by OTLP over HTTP (OTLP 1.x, "OTLP/HTTP"). */
export async function startTraceCollector(answer: UpstreamAnswer = { json: {} }): Promise<TraceCollector> {
  const upstream = await startUpstream({ 'POST /v1/traces': answer })
  const environment = {
    OTEL_EXPORTER_OTLP_ENDPOINT: upstream.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_BSP_SCHEDULE_DELAY: '20',
  }
  return {
    url: upstream.url,
    environment,
    get spans() {
      return upstream.requests
        .filter(({ headers }) => headers['content-type'] === 'application/json')
        .flatMap(({ body }) => read(JSON.parse(body)))
    },
    get contentTypes() {
      return upstream.requests.map(({ headers }) => headers['content-type'])
    },
    stop: () => upstream.stop(),
    [Symbol.asyncDispose]: () => upstream[Symbol.asyncDispose](),
  }
}

interface Attribute {
  readonly key: string
  readonly value: {
    readonly stringValue?: string
    readonly intValue?: string | number
    readonly doubleValue?: number
    readonly boolValue?: boolean
  }
}

interface Exported {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] }
    readonly scopeSpans: readonly { readonly spans: readonly ExportedSpan[] }[]
  }[]
}

type ExportedSpan = Omit<CollectedSpan, 'attributes' | 'events' | 'links' | 'nanoseconds' | 'resource'> & {
  readonly attributes: readonly Attribute[]
  readonly events?: readonly { readonly name: string; readonly attributes: readonly Attribute[] }[]
  readonly links?: CollectedSpan['links']
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
}

function read({ resourceSpans }: Exported): CollectedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans
      .flatMap(({ spans }) => spans)
      .map(({ events = [], links = [], startTimeUnixNano, endTimeUnixNano, ...span }) => ({
        ...span,
        nanoseconds: Number(BigInt(endTimeUnixNano) - BigInt(startTimeUnixNano)),
        attributes: named(span.attributes),
        events: events.map(({ name, attributes }) => ({ name, attributes: named(attributes) })),
        links,
        resource: named(resource.attributes),
      })),
  )
}

function named(attributes: readonly Attribute[]): Readonly<Record<string, Value>> {
  return Object.fromEntries(
    attributes.map(({ key, value: { stringValue, intValue, doubleValue, boolValue } }) => [
      key,
      stringValue ?? (intValue === undefined ? undefined : Number(intValue)) ?? doubleValue ?? boolValue,
    ]),
  )
}
