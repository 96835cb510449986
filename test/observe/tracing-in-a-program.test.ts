import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { context, propagation, trace } from '@opentelemetry/api'
import { NodeSDK } from '@opentelemetry/sdk-node'
import { graphql } from 'graphql'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createSchema } from '../../src/compose/bound-schema.ts'
import { startTestGateway } from '../support/gateway.ts'
import { createTempDirectory } from '../support/temp-directory.ts'
import { startTraceCollector, type TraceCollector } from '../support/trace-collector.ts'
import { startUpstream } from '../support/upstream.ts'

const SCHEMA = `
  extend schema @source(name: "api", http: { baseURL: "{$env.API}" })
  type Query { post(id: ID!): Post @http(GET: "/posts/{$args.id}") }
  type Post { id: ID! }`

let collector: TraceCollector
let sdk: NodeSDK

// The program's own, before it starts a gateway.
beforeAll(async () => {
  collector = await startTraceCollector()
  for (const [name, value] of Object.entries(collector.environment)) vi.stubEnv(name, value)
  sdk = new NodeSDK({ serviceName: 'program' })
  sdk.start()
})

afterAll(async () => {
  await sdk.shutdown()
  // What it has registered for the process would be found by the gateways of other files.
  for (const registered of [trace, context, propagation]) registered.disable()
  vi.unstubAllEnvs()
  await collector[Symbol.asyncDispose]()
})

test('The spans of a gateway in a program go to the tracer provider that the program has registered', async () => {
  await using upstream = await startUpstream(() => ({ json: { id: 1 } }))
  await using gateway = await startTestGateway({ schema: SCHEMA, environment: { API: upstream.url } })
  await gateway.query('{ post(id: 1) { id } }')
  const spans = () => collector.spans.map(({ name, kind, resource }) => [name, kind, resource['service.name']])
  await expect
    .poll(() => spans().toSorted())
    .toEqual([
      ['GET /posts/{$args.id}', 3, 'program'],
      ['query', 2, 'program'],
    ])
})

test('Calls of a schema that another server runs stand inside of what is active there', async () => {
  await using upstream = await startUpstream(() => ({ json: { id: 1 } }))
  await using directory = await createTempDirectory()
  const schemaPath = join(directory.path, 'schema.graphql')
  await writeFile(schemaPath, SCHEMA)
  await using bound = await createSchema({ schemaPath, environment: { API: upstream.url } })
  const own = trace.getTracer('program').startSpan('own')
  const source = '{ post(id: 2) { id } }'
  await context.with(trace.setSpan(context.active(), own), () => graphql({ schema: bound.schema, source }))
  own.end()
  const { traceId, spanId } = own.spanContext()
  await expect
    .poll(() =>
      collector.spans
        .filter(span => span.traceId === traceId)
        .map(({ name, parentSpanId }) => [name, parentSpanId])
        .toSorted(),
    )
    .toEqual([
      ['GET /posts/{$args.id}', spanId],
      ['own', undefined],
    ])
})
