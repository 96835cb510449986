import { getNamedType, getNullableType, isCompositeType, isListType, isNonNullType } from 'graphql'
import type { BindingSite } from '../binding-site.ts'
import { compileValue, readDirectivePath } from '../compile-template.ts'
import type { Path } from '../path.ts'
import type { BoundPlan } from '../schema-plan.ts'
import type { HttpSourceSettings } from '../source-settings.ts'
import { compileHeaders, mergeHeaders } from './compile-headers.ts'
import { compileURL } from './compile-url.ts'
import { HTTP_METHODS, type HttpBinding, type HttpMethod } from './http-binding.ts'

const DEFAULT_MAX_BATCH = 100

/** Compiles an `@http` directive; reports every mistake in it. */
export function compileHttp(site: BindingSite, settings: HttpSourceSettings): BoundPlan | undefined {
  const { use, report, coordinate } = site
  const method = methodOf(site)
  if (!method) return undefined
  const url = compileURL(String(use.args[method]), method, site)
  const headers = mergeHeaders(settings.headers, compileHeaders(use.args.headers, 'headers', site))
  const body =
    use.args.body === undefined ? undefined : compileValue(use.args.body, { argument: 'body', required: false }, site)
  if (body && method === 'GET') report('body', 'a GET has no body.', 'Use POST, or put the values into the query.')
  const batch = compileBatch(site)
  const list = site.type !== undefined && isListType(getNullableType(site.type))
  const binding: HttpBinding = {
    kind: 'http',
    source: settings.name,
    coordinate,
    method,
    ...url,
    headers,
    body,
    select: typeof use.args.select === 'string' ? readDirectivePath(use.args.select, 'select', report) : [],
    batch,
    list,
    notFoundIsNull: method === 'GET' && !batch && !list && !(site.type && isNonNullType(site.type)),
    mutation: site.root === 'mutation',
    outcomeOnly: answersOutcome(site),
  }
  const maxBatch = batch ? batchSize(site) : Number.POSITIVE_INFINITY
  return {
    coordinate,
    source: settings.name,
    binding: Object.freeze(binding),
    key: site.keys?.list() ?? [],
    list,
    maxBatch,
  }
}

function methodOf({ use, report, root }: BindingSite): HttpMethod | undefined {
  const methods = HTTP_METHODS.filter(method => use.args[method] !== undefined && use.args[method] !== null)
  const [method] = methods
  if (methods.length !== 1 || !method) {
    report(
      undefined,
      methods.length === 0 ? '@http says no method.' : `@http says ${methods.join(' and ')}.`,
      'Give exactly one of GET, POST, PUT, PATCH and DELETE, as in GET: "/posts".',
    )
    return undefined
  }
  if (root !== 'mutation' && (method === 'PUT' || method === 'PATCH' || method === 'DELETE'))
    report(method, `${method} changes something upstream; only a field of the mutation type may do that.`)
  return method
}

function compileBatch(site: BindingSite): HttpBinding['batch'] {
  const { use, report, keys } = site
  const by = typeof use.args.by === 'string' ? use.args.by : undefined
  if (!keys?.uses('batch')) {
    if (by !== undefined)
      report('by', 'by tells the items of a batch apart, but there is no $batch.', 'Use {$batch.…}, or remove by.')
    if (use.args.maxBatch !== undefined)
      report('maxBatch', 'maxBatch needs a $batch.', 'Use {$batch.…}, or remove maxBatch.')
    return undefined
  }
  if (keys.uses('this')) report(undefined, '$this beside $batch is not supported.', 'Use only one of them.')
  if (keys.list().length > 1)
    report(undefined, 'several $batch names in one binding are not supported.', 'Use one key.')
  if (site.type && !isCompositeType(getNamedType(site.type)))
    report(
      undefined,
      'a field with $batch must return an object type, whose items carry the key.',
      'Use {$this.…} for one call per parent.',
    )
  if (by === undefined) {
    report(
      undefined,
      '$batch needs by: the path in each item of the answer to the key that it answers.',
      'Add by: "…".',
    )
    return { by: [] }
  }
  return { by: upstreamPath(site, by) }
}

/** A path in the items of the answer; its first segment is looked up in the returned type. */
function upstreamPath({ names, returned, source, report }: BindingSite, text: string): Path {
  return names.lookup(returned, readDirectivePath(text, 'by', report)).paths.get(source) ?? []
}

function batchSize({ use, report }: BindingSite): number {
  const { maxBatch } = use.args
  if (maxBatch === undefined || maxBatch === null) return DEFAULT_MAX_BATCH
  if (!(Number(maxBatch) > 0)) report('maxBatch', 'maxBatch must be at least 1.')
  return Math.max(Number(maxBatch), 1)
}

function answersOutcome({ root, type, use }: BindingSite): boolean {
  const boolean = type !== undefined && !isListType(getNullableType(type)) && getNamedType(type).name === 'Boolean'
  return root === 'mutation' && boolean && use.args.select === undefined
}
