import { context, ProxyTracerProvider, type Tracer, trace } from '@opentelemetry/api'
import type { CallContext } from '../../source/call-context.ts'
import type { CallObserver } from '../../source/call-record.ts'
import { CallSpans } from './call-spans.ts'
import { RequestSpan, type TracedRequest } from './request-span.ts'

type Redact = (text: string) => string

/** Spans of what is asked, for whoever collects them. */
export interface Tracing {
  /** Begins the span of a request to `/graphql`; `redact` makes a call's text one that may be shown. */
  beginRequest(request: TracedRequest, redact: Redact): RequestSpan
  /** Spans of calls that belong to what runs here now: of a schema that another server runs. */
  observeCalls(redact: Redact): CallObserver & Pick<CallContext, 'traceHeaders'>
}

/** Undefined where no tracer provider is registered. */
export function createTracing(): Tracing | undefined {
  const tracer = registeredTracer('sluice')
  return (
    tracer && {
      beginRequest: (request, redact) => new RequestSpan(tracer, request, redact),
      observeCalls: redact => new CallSpans(tracer, context.active(), redact),
    }
  )
}

function registeredTracer(name: string): Tracer | undefined {
  const provider = trace.getTracerProvider()
  return provider instanceof ProxyTracerProvider ? provider.getDelegateTracer(name) : provider.getTracer(name)
}
