import { getNamedType, getNullableType, isListType, isNonNullType } from 'graphql'
import { HTTP_METHODS, type HttpBinding, type HttpForm, type HttpMethod } from '../../plan/http/http-binding.ts'
import type { HttpSourceSettings } from '../../plan/http/http-source-settings.ts'
import type { Path } from '../../plan/path.ts'
import type { BoundPlan } from '../../plan/schema-plan.ts'
import { valueExpressions } from '../../plan/value-expressions.ts'
import { printPosition } from '../../schema/problem.ts'
import type { BindingContext } from '../binding-context.ts'
import { argumentText } from '../template/argument-text.ts'
import { compileValue, readDirectivePath, readTemplate } from '../template/compile-template.ts'
import { isResponsePath } from '../template/response-path.ts'
import { compileAccept } from './compile-accept.ts'
import { batchFieldsOf, compileBatch } from './compile-batch.ts'
import { compileContent } from './compile-content.ts'
import { compileFailure } from './compile-failure.ts'
import { compileHeaders, mergeHeaders } from './compile-headers.ts'
import { compilePages } from './compile-pages.ts'
import { compileParameters, compileURL } from './compile-url.ts'
import { compileWith } from './compile-with.ts'

/** Compiles an `@http` directive; reports every mistake in it. */
export function compileHttp(context: BindingContext, settings: HttpSourceSettings): BoundPlan<HttpBinding> | undefined {
  const { use, report, coordinate } = context
  const method = methodOf(context)
  if (!method) return undefined
  const sent = { ...context, ...batchFieldsOf(context) }
  const url = compileURL(argumentText(use.args[method]), method, sent)
  const headers = mergeHeaders(settings.headers, compileHeaders(use.args.headers, 'headers', sent))
  const body =
    use.args.body === undefined
      ? undefined
      : compileValue(use.args.body, { argument: 'body', required: false, takes: 'anything', isSent: true }, sent)
  const form = compileForm(sent)
  if (form && body) report('form', 'a request has one body.', 'Keep one of body and form.')
  if (form && method === 'GET') report('form', 'a GET has no body.', 'Use POST, or put the values into the query.')
  if (body && method === 'GET') report('body', 'a GET has no body.', 'Use POST, or put the values into the query.')
  const { batch, maxBatch } = compileBatch(context)
  const list = context.type !== undefined && isListType(getNullableType(context.type))
  const accept = compileAccept(use.args.accept, report)
  const added = compileWith(context)
  const select = compileSelect(context, list, batch)
  const rest = {
    kind: 'http' as const,
    source: settings.name,
    coordinate,
    position: printPosition(use.position),
    method,
    text: `${method} ${argumentText(use.args[method])}`,
    ...url,
    headers,
    body,
    form,
    select,
    batch,
    with: added,
    list,
    failure: compileFailure(use.args.error, 'error', settings.failure, report),
    accept,
    content: compileContent(context, settings),
    selectsResponse: isResponsePath(select),
    tellsResponse: tellsResponse(context, settings, added),
    notFoundIsNull:
      method === 'GET' && !batch && !list && !(context.type && isNonNullType(context.type)) && !accept.includes(404),
    mutation: context.root === 'mutation',
    outcomeOnly: !batch && answersOutcome(context),
  }
  const binding: HttpBinding = { ...rest, ...compilePages(context, settings, rest) }
  return {
    coordinate,
    source: settings.name,
    binding: Object.freeze(binding),
    key: context.keys?.list() ?? [],
    spread: list && batch ? batch.keys : [],
    list,
    // An item of another kind has no key at a path.
    answersObjects: batch?.by.kind === 'paths',
    maxBatch,
    callsPerKey: batch ? undefined : (binding.pages?.maxPages ?? 1),
    transacts: false,
    columns: [],
  }
}

function methodOf({ use, report, root, type }: BindingContext): HttpMethod | undefined {
  const methods = HTTP_METHODS.filter(method => use.args[method] !== undefined && use.args[method] !== null)
  const [method, second] = methods
  if (!method || second) {
    report(
      second,
      method ? `@http says ${methods.join(' and ')}.` : '@http says no method.',
      'Give exactly one of GET, POST, PUT, PATCH and DELETE, as in GET: "/posts".',
    )
    return undefined
  }
  const changes = method === 'PUT' || method === 'PATCH' || method === 'DELETE'
  if (root !== 'mutation' && type !== undefined && changes)
    report(method, `${method} changes something upstream, and a query must not.`, 'Move the field to type Mutation.')
  return method
}

function compileSelect(
  { use, report, type, connection }: BindingContext,
  list: boolean,
  batch: HttpBinding['batch'],
): Path {
  const { select } = use.args
  if (typeof select !== 'string') return []
  const path = readDirectivePath(select, 'select', report, 'answer')
  const last = path.at(-1)
  const isList = path.some(({ kind }) => kind === 'each')
  if (isList && batch?.by.kind === 'key')
    report('by', `"$key" is for an object of keys, and "${select}" makes a list of it.`, 'Write select without {}.')
  if (isList && !batch && !list && !connection && getNamedType(type)?.name !== 'JSON')
    report('select', `"${select}" leads to a list, and the field is none.`, 'Return a list, or select one item: [0].')
  if (last && 'optional' in last && type && isNonNullType(type) && !list && !connection)
    report(
      'select',
      `"${select}" may be absent, and the field may not be null.`,
      'Remove the "?", or the "!" of the type.',
    )
  return path
}

function answersOutcome({ root, type, use }: BindingContext): boolean {
  const boolean = type !== undefined && !isListType(getNullableType(type)) && getNamedType(type).name === 'Boolean'
  const byStatus = root === 'mutation' || (use.args.accept !== undefined && use.args.accept !== null)
  return byStatus && boolean && use.args.select === undefined
}

/** Whether objects of the answer, or values that are added to them, read its status or headers. */
function tellsResponse({ names, returned }: BindingContext, { name }: HttpSourceSettings, added: HttpBinding['with']) {
  const isAdded = added.some(([, value]) => valueExpressions(value).some(({ from }) => from.root === 'response'))
  return isAdded || names.readsResponse(returned, name)
}

/** Compiles the `form` of an `@http`: an object, one expression for an object, or text as behind the `?` of a URL. */
function compileForm(context: BindingContext): HttpForm | undefined {
  const { use, report } = context
  const { form } = use.args
  if (form === undefined || form === null) return undefined
  if (typeof form === 'string') {
    const raw = readTemplate(form, 'form', report) ?? []
    const isOne = raw.length === 1 && typeof raw[0] !== 'string'
    if (!isOne) return { kind: 'parameters', parameters: compileParameters(raw, 'form', context) }
  } else if (typeof form !== 'object' || Array.isArray(form))
    report('form', 'a form has names for its values.', 'Write form: { name: "{$args.name}" }.')
  return {
    kind: 'object',
    value: compileValue(
      form,
      { argument: 'form', required: false, takes: 'anything', asText: true, isSent: true },
      context,
    ),
  }
}
