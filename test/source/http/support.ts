import type { BatchBy, HttpBatch, HttpBinding } from '../../../src/plan/http/http-binding.ts'
import { TOLD_BY_STATUS } from '../../../src/plan/http/http-failure.ts'
import { parsePath } from '../../../src/plan/path.ts'
import type { Expression, Template } from '../../../src/plan/template.ts'
import type { CallBudget } from '../../../src/source/call-budget.ts'
import type { CallRecord } from '../../../src/source/call-record.ts'
import { createHttpSource, type HttpSourceOptions } from '../../../src/source/http/http-source.ts'
import type { Source } from '../../../src/source/source.ts'
import { SourceError } from '../../../src/source/source-error.ts'
import type { Key } from '../../../src/source/source-plan.ts'
import { callContext } from '../../support/call-context.ts'
import { clientOf } from '../../support/client.ts'

/** `{$args.path}`. */
export function arg(path: string): Expression {
  return { from: { root: 'args', path: parsePath(path) } }
}

/** `{$this.…}` by its position in the key. */
export function own(index = 0): Expression {
  return { from: { root: 'this', index } }
}

/** `{$batch.…}` by its position in the key. */
export function batch(index = 0): Expression {
  return { from: { root: 'batch', index } }
}

/** `{$headers.name}`. */
export function header(name: string): Expression {
  return { from: { root: 'headers', name } }
}

/** `GET /items`, answering with one item, but for what is said otherwise. */
export function httpBinding(said: Partial<HttpBinding> = {}): HttpBinding {
  return {
    kind: 'http',
    source: 'api',
    coordinate: 'Query.item',
    method: 'GET',
    text: 'GET /items',
    path: [['items']],
    query: [],
    link: undefined,
    headers: [],
    body: undefined,
    form: undefined,
    with: [],
    select: [],
    batch: undefined,
    list: false,
    failure: TOLD_BY_STATUS,
    pages: undefined,
    connection: undefined,
    notFoundIsNull: false,
    mutation: false,
    accept: [],
    content: 'BY_TYPE',
    selectsResponse: false,
    tellsResponse: false,
    outcomeOnly: false,
    ...said,
  }
}

/** `GET /items?id={$batch.id}`, by `id`. */
export function batchBinding(said: Partial<HttpBinding> = {}): HttpBinding {
  return httpBinding({ query: [{ name: 'id', value: [batch()] }], batch: batchBy('id'), ...said })
}

/** The batch of one key, told by the path in an item. */
export function batchBy(path: string, said: Partial<HttpBatch> = {}): HttpBatch {
  const by: BatchBy = { kind: 'paths', paths: [parsePath(path)] }
  return { keys: [0], group: [], by, size: Number.POSITIVE_INFINITY, ...said }
}

/** A parameter of a query, or a header. */
export function named(name: string, ...value: Template) {
  return { name, value }
}

/** The source named `api` with nothing that could get in a test's way. */
export function httpOptions(baseURL: string, said: Partial<HttpSourceOptions> = {}): HttpSourceOptions {
  const connectTimeout = 30_000
  return {
    name: 'api',
    baseURL,
    timeout: 30_000,
    connectTimeout,
    maxResponseBytes: 2 ** 20,
    redirects: 'NEVER',
    tls: undefined,
    denyPrivateAddresses: false,
    cacheBytes: undefined,
    expose: [],
    oauth: undefined,
    proxy: undefined,
    maxUrlBytes: 8_000,
    ...said,
  }
}

export function openSource(baseURL: string, said: Partial<HttpSourceOptions> = {}): Source {
  return createHttpSource(httpOptions(baseURL, said))
}

export interface LoadOptions {
  readonly args?: Readonly<Record<string, unknown>>
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
  readonly deadline?: number
  /** Those of one request have the same. */
  readonly calls?: CallBudget
  /** Whether the request is a mutation. */
  readonly primary?: boolean
  readonly reports?: CallRecord[]
}

/** The slots, as the source gives them. */
export function loadSlots(source: Source, binding: HttpBinding, keys: readonly Key[], said: LoadOptions = {}) {
  const { signal, deadline, calls, primary = false, headers = {}, reports } = said
  const call = callContext({
    ...(signal && { signal }),
    ...(deadline !== undefined && { deadline }),
    ...(calls && { calls }),
    primary,
    client: clientOf(headers),
    observer: reports && { onCall: record => void reports.push(record), onUnasked: () => undefined },
  })
  return source.load({ binding, args: said.args ?? {}, projection: new Map() }, keys, call)
}

/** The slots with errors as plain data that can be compared whole; their `cause` is left out. */
export async function load(source: Source, binding: HttpBinding, keys: readonly Key[] = [[]], said: LoadOptions = {}) {
  return (await loadSlots(source, binding, keys, said)).map(plain)
}

function plain(slot: unknown): unknown {
  if (!(slot instanceof SourceError)) return slot
  const { code, reason, status, retryable, message, source, upstreamCode } = slot
  const said = { ...(reason && { reason }), ...(status && { status }), ...(upstreamCode && { upstreamCode }) }
  return { code, message, retryable, source, ...said }
}

/** The error of an answer that does not fit the binding, as `plain` gives it. */
export const WRONG_SHAPE = {
  code: 'RESPONSE_VALIDATION_FAILED',
  reason: 'wrong_shape',
  message: "The source's answer does not have the expected shape.",
  retryable: false,
  source: 'api',
}
