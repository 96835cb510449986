import { evaluateExpression, evaluateValue } from '../../plan/evaluate.ts'
import { hidesDotSegment } from '../../plan/http/dot-segment.ts'
import { NOT_IN_HEADER_VALUE } from '../../plan/http/header-value.ts'
import type { HttpBinding, HttpContent, HttpForm, HttpMethod, NamedTemplate } from '../../plan/http/http-binding.ts'
import { MissingClaim } from '../../plan/missing-claim.ts'
import { printPath } from '../../plan/path.ts'
import type { Expression, Template, TemplateScope } from '../../plan/template.ts'
import { TemplateValueError } from '../../plan/template-value-error.ts'
import { valueExpressions } from '../../plan/value-expressions.ts'
import { claimError } from '../claim-error.ts'
import { type EmptyWhy, NoAnswer } from '../empty-slot.ts'
import { printJson } from '../json.ts'
import { remembered } from '../remembered.ts'
import { SourceError } from '../source-error.ts'
import { ACCEPTED_ENCODINGS } from './decompress.ts'
import { answerError, internalError, valueError } from './error.ts'
import { baseOfLinks, followLink } from './follow-link.ts'
import { formText } from './form-text.ts'
import type { HttpBase } from './http-base.ts'
import { queryText, scalarText, segmentText } from './url-text.ts'

/** One HTTP request, ready to be sent. */
export interface HttpRequest {
  readonly method: HttpMethod
  /** Path and query. */
  readonly path: string
  readonly headers: ReadonlyMap<string, string>
  readonly body: string | undefined
}

/**
 * The binding's request in the scope; a NoAnswer where there is nothing to call for, and a SourceError where a value
 * can't be sent, or where a mutation would be passed over in silence.
 */
export function buildRequest(
  binding: HttpBinding,
  base: HttpBase,
  scope: TemplateScope,
): HttpRequest | SourceError | NoAnswer {
  try {
    const missing = findMissing(binding, scope)
    if (missing) return noCall(binding, missing, 'null_key')
    const path = binding.link ? linkedPath(binding, binding.link, base, scope) : builtPath(binding, base, scope)
    if (typeof path !== 'string') return path
    const body = bodyOf(binding, scope)
    return {
      method: binding.method,
      path,
      headers: buildHeaders(binding, scope, body),
      body,
    }
  } catch (error) {
    if (error instanceof MissingClaim) return claimError(error, binding.source)
    return error instanceof TemplateValueError ? valueError(binding, error) : internalError(binding, error)
  }
}

/** The message names what the client gave: the text around it may be the environment's. */
function noCall(binding: HttpBinding, template: Template, why: EmptyWhy): SourceError | NoAnswer {
  if (!binding.mutation) return new NoAnswer(why)
  const values = template.flatMap(part => (typeof part === 'string' ? [] : nameOf(part)))
  return new SourceError(`Nothing was sent: ${values.join(' and ')} must have a value that can stand in a URL.`, {
    code: 'BAD_USER_INPUT',
    source: binding.source,
  })
}

function nameOf({ from }: Expression): string {
  if (from.root === 'args') return from.path.length === 0 ? 'the arguments' : `the argument "${printPath(from.path)}"`
  if (from.root === 'jwt') return `the claim "${from.claim}"`
  return from.root === 'headers' ? `the request header "${from.name}"` : 'the parent'
}

/** The first template of path and query in which the parent has no value: without it the call would ask for more. */
function findMissing(binding: HttpBinding, scope: TemplateScope): Template | undefined {
  return templatesOfParent(binding).find(template => template.some(part => lacksParent(part, scope)))
}

/** The templates of path and query that read the parent, by binding: most calls have one or none. */
const ofParent = new WeakMap<HttpBinding, readonly Template[]>()

function templatesOfParent(binding: HttpBinding): readonly Template[] {
  const known = ofParent.get(binding)
  if (known) return known
  const templates = [...binding.path, ...binding.query.map(parameter => parameter.value)]
  const found = templates.filter(template => template.some(readsParent))
  ofParent.set(binding, found)
  return found
}

function readsParent(part: Template[number]): part is Expression {
  return typeof part !== 'string' && (part.from.root === 'this' || part.from.root === 'batch')
}

function lacksParent(part: Template[number], scope: TemplateScope): boolean {
  return readsParent(part) && itemsOf(evaluateExpression(part, scope)).every(isNothing)
}

function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value]
}

function isNothing(value: unknown): value is null | undefined {
  return value === null || value === undefined
}

function builtPath(binding: HttpBinding, base: HttpBase, scope: TemplateScope): string | SourceError | NoAnswer {
  const segments: string[] = []
  for (const template of binding.path) {
    const segment = buildSegment(template, scope)
    if (segment === undefined) return noCall(binding, template, 'empty_path')
    segments.push(segment)
  }
  let parameters = ''
  for (const parameter of binding.query) {
    const text = parameterText(parameter, scope)
    if (text === EMPTY_LIST) return noCall(binding, parameter.value, 'empty_list')
    parameters = joinParameters(parameters, text)
  }
  return joinPath(base, segments) + joinQuery(base, parameters)
}

/** The parent's value is a whole URL. */
function linkedPath(
  binding: HttpBinding,
  link: Expression,
  base: HttpBase,
  scope: TemplateScope,
): string | SourceError | NoAnswer {
  const value = evaluateExpression(link, scope)
  if (value === undefined || value === null) return noCall(binding, [link], 'null_key')
  if (value === '') return noCall(binding, [link], 'empty_path')
  const text = scalarText(value)
  if (text === undefined) throw new TemplateValueError(link.from.root)
  const path = followLink(text, base, baseOfLinks(base))
  return path ?? answerError(binding, 'wrong_shape', new Error('a link leads out of the baseURL'))
}

/** One encoded path segment, or those of a `| path`; `undefined` for one that has no value or would change the path. */
function buildSegment(template: Template, scope: TemplateScope): string | undefined {
  const [only] = template
  if (typeof only === 'object' && only.pipes?.at(-1)?.name === 'path') return buildSegments(only, scope)
  let text = ''
  let literal = true
  for (const part of template) {
    if (typeof part === 'string') {
      text += segmentText(part)
      continue
    }
    literal = false
    const value = evaluateExpression(part, scope)
    if (value === undefined || value === null) return undefined
    text += encodeScalar(value, part)
  }
  return literal || (text !== '' && !hidesDotSegment(text)) ? text : undefined
}

function buildSegments(expression: Expression, scope: TemplateScope): string | undefined {
  const values = evaluateExpression(expression, scope)
  if (values === undefined || values === null) return undefined
  const segments = itemsOf(values).flatMap(value => (isNothing(value) ? [] : encodeScalar(value, expression)))
  const isPath = segments.length > 0 && segments.every(segment => segment !== '' && !hidesDotSegment(segment))
  return isPath ? segments.join('/') : undefined
}

function joinPath(base: HttpBase, segments: readonly string[]): string {
  return segments.length === 0 ? base.path || '/' : `${base.path}/${segments.join('/')}`
}

function joinQuery(base: HttpBase, parameters: string): string {
  return parameters === '' ? base.query : `${base.query === '' ? '?' : `${base.query}&`}${parameters}`
}

function joinParameters(before: string, next: string): string {
  return before === '' || next === '' ? before + next : `${before}&${next}`
}

function bodyOf({ body, form }: HttpBinding, scope: TemplateScope): string | undefined {
  if (form) refuseEmptyClaims(form, scope)
  if (form?.kind === 'parameters')
    return form.parameters.map(parameter => parameterText(parameter, scope) ?? '').reduce(joinParameters, '')
  if (form) return formText(evaluateValue(form.value, scope))
  return body && printJson(evaluateValue(body, scope))
}

/** A form has no text for a list or an object with nothing in it; a claim is never left out. */
function refuseEmptyClaims(form: HttpForm, scope: TemplateScope): void {
  const parts = form.kind === 'object' ? valueExpressions(form.value) : form.parameters.flatMap(({ value }) => value)
  for (const part of parts)
    if (
      typeof part !== 'string' &&
      part.from.root === 'jwt' &&
      formText({ claim: evaluateExpression(part, scope) }) === ''
    )
      throw new TemplateValueError('jwt')
}

/** What a parameter is whose list is empty: left out, as one without a value, it would ask for more. */
const EMPTY_LIST = undefined

/** A parameter as `name=value`: empty for one without a value, several for a list, or for the fields of an object. */
function parameterText({ name, value, spread }: NamedTemplate, scope: TemplateScope): string | undefined {
  const [only] = value
  const start = `${parameterName(name)}=`
  if (typeof only !== 'object' || value.length > 1) {
    const text = textAround(value, scope)
    return typeof text === 'string' ? start + text : text === null ? '' : EMPTY_LIST
  }
  const found = evaluateExpression(only, scope)
  if (isEmptyList(only, found)) return EMPTY_LIST
  if (spread) return Object.values(found ?? {}).some(each => isEmptyList(only, each)) ? EMPTY_LIST : formText(found)
  let text = ''
  for (const item of itemsOf(found)) if (!isNothing(item)) text = joinParameters(text, start + encodeScalar(item, only))
  return text
}

/** The text of a parameter with text in it; null where it is left out, undefined where a list in it is empty. */
function textAround(template: Template, scope: TemplateScope): string | null | undefined {
  let text = ''
  for (const part of template) {
    const value = typeof part === 'string' ? part : evaluateExpression(part, scope)
    if (isNothing(value)) return null
    if (typeof part !== 'string' && isEmptyList(part, value)) return undefined
    text += typeof part === 'string' ? queryText(part) : encodeScalar(value, part)
  }
  return text
}

function isEmptyList({ pipes }: Expression, value: unknown): boolean {
  return (Array.isArray(value) && value.every(isNothing)) || (value === '' && pipes?.at(-1)?.name === 'join')
}

const parameterName = remembered(name => queryText(name).replaceAll('=', '%3D'))

function encodeScalar(value: unknown, { from }: Expression): string {
  const text = scalarText(value)
  if (text === undefined) throw new TemplateValueError(from.root)
  return encodeURIComponent(text)
}

/** What is asked for; a server that has nothing of it may answer another type, which is read as it is. */
const ACCEPTED: Readonly<Record<HttpContent, string>> = {
  BY_TYPE: 'application/json',
  JSON: 'application/json, */*;q=0.1',
  TEXT: 'text/plain, */*;q=0.1',
  NDJSON: 'application/x-ndjson, */*;q=0.1',
}

function buildHeaders(
  binding: HttpBinding,
  scope: TemplateScope,
  body: string | undefined,
): ReadonlyMap<string, string> {
  const headers = new Map([
    ['accept', ACCEPTED[binding.content]],
    ['accept-encoding', ACCEPTED_ENCODINGS],
    ['user-agent', 'sluice'],
  ])
  if (body !== undefined)
    headers.set('content-type', binding.form ? 'application/x-www-form-urlencoded' : 'application/json')
  for (const { name, value } of binding.headers) {
    const text = headerText(value, scope)
    if (text !== undefined) headers.set(name, text)
  }
  return headers
}

function headerText(template: Template, scope: TemplateScope): string | undefined {
  let text = ''
  for (const part of template) {
    const value = typeof part === 'string' ? part : evaluateExpression(part, scope)
    if (value === undefined || value === null) return undefined
    if (typeof part !== 'string' && (typeof value === 'object' || NOT_IN_HEADER_VALUE.test(String(value))))
      throw new TemplateValueError(part.from.root)
    text += String(value)
  }
  return text
}
