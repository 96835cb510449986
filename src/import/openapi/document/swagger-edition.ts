import { isForm, isJson } from '../media-types.ts'
import { own, ownEntries, ownList, ownText } from '../own-property.ts'
import { child, type Documents, type Located } from './documents.ts'
import type { Edition, OperationPlace } from './edition.ts'
import { answerOfTypes } from './openapi-edition.ts'
import type { Answer, Body, Parameter } from './operation.ts'
import { isPlace } from './read-parameters.ts'
import { usableURL } from './server-url.ts'

const JSON_TYPE = 'application/json'

/** How a list is written, by its `collectionFormat` (Swagger 2.0, Parameter Object). */
const STYLES: ReadonlyMap<string, Pick<Parameter, 'style' | 'explode'>> = new Map([
  ['csv', { style: 'form', explode: false }],
  ['ssv', { style: 'spaceDelimited', explode: false }],
  ['tsv', { style: 'tabDelimited', explode: false }],
  ['pipes', { style: 'pipeDelimited', explode: false }],
  ['multi', { style: 'form', explode: true }],
])

/** Swagger 2.0: a parameter is its own schema, a body is one of the parameters, and media types stand beside both. */
export const SWAGGER_EDITION: Edition = {
  securitySchemes: ['securityDefinitions'],
  server: serverURL,
  hasServer: () => false,
  parameter: readParameter,
  body: readBody,
  answer: readAnswer,
}

function serverURL(document: unknown, documentURL: string | undefined): string | undefined {
  const host = ownText(document, 'host')
  const path = ownText(document, 'basePath') ?? '/'
  if (host === undefined) return usableURL(path, documentURL)
  const schemes = ownList(document, 'schemes').filter(scheme => typeof scheme === 'string')
  const own = documentURL === undefined ? undefined : new URL(documentURL).protocol.slice(0, -1)
  // What is not said is that of the document (Swagger 2.0, `schemes`); for a file, what all servers have by now.
  const scheme = schemes.includes('https') ? 'https' : (schemes[0] ?? own ?? 'https')
  return usableURL(`${scheme}://${host}${path.startsWith('/') ? path : `/${path}`}`, undefined)
}

function readParameter(located: Located): Parameter | undefined {
  const { value } = located
  const name = ownText(value, 'name')
  const place = ownText(value, 'in')
  if (name === undefined || !isPlace(place) || place === 'cookie') return undefined
  const styled = STYLES.get(ownText(value, 'collectionFormat') ?? 'csv') ?? { style: 'unknown', explode: false }
  return {
    name,
    in: place,
    required: place === 'path' || own(value, 'required') === true,
    deprecated: false,
    description: ownText(value, 'description'),
    style: place !== 'query' && styled.style === 'form' ? 'simple' : styled.style,
    explode: styled.explode,
    schema: located,
  }
}

function readBody({ documents, operation, parameters }: OperationPlace): Body | undefined {
  const all = new Map<string, Located>()
  for (const list of parameters)
    for (const index of ownIndexes(list.value)) {
      const parameter = documents.follow(child(list, index))
      const place = ownText(parameter.value, 'in')
      if (place === 'body') all.set('body', parameter)
      else if (place === 'formData') all.set(`formData ${ownText(parameter.value, 'name')}`, parameter)
    }
  const types = mediaTypes('consumes', operation, documents)
  const body = all.get('body')
  if (body)
    return {
      required: own(body.value, 'required') === true,
      mediaType: types.find(isJson) ?? types[0] ?? JSON_TYPE,
      schema: child(body, 'schema'),
    }
  return all.size === 0 ? undefined : formOf([...all.values()], types, operation)
}

/** The `formData` parameters as one object. A file needs `multipart/form-data`; without one a form is sent as the document lets it. */
function formOf(parameters: readonly Located[], types: readonly string[], operation: Located): Body {
  const named = parameters.map(({ value }) => ({ name: ownText(value, 'name') ?? '', value }))
  const hasFile = named.some(({ value }) => ownText(value, 'type') === 'file')
  const isMultipart = hasFile || (types.some(type => type.startsWith('multipart/')) && !types.some(isForm))
  const required = named.filter(({ value }) => own(value, 'required') === true).map(({ name }) => name)
  const properties = Object.fromEntries(named.map(({ name, value }) => [name, value]))
  return {
    required: required.length > 0,
    mediaType: isMultipart ? 'multipart/form-data' : 'application/x-www-form-urlencoded',
    schema: { ...operation, pointer: `${operation.pointer}/form`, value: { type: 'object', properties, required } },
  }
}

function readAnswer(response: Located, { documents, operation }: OperationPlace): Answer {
  const schema = child(response, 'schema')
  const types = mediaTypes('produces', operation, documents)
  const isOther = types.length > 0 && !types.some(isJson)
  if (schema.value === undefined && !(isOther && own(operation.value, 'produces') !== undefined))
    return { kind: 'empty' }
  if (ownText(schema.value, 'type') === 'file')
    return { kind: 'other', mediaType: types.find(type => !isJson(type)) ?? 'application/octet-stream' }
  if (isOther) return answerOfTypes(types, () => schema) ?? { kind: 'empty' }
  return {
    kind: 'json',
    schema,
    headers: ownEntries(response.value, 'headers').map(([name]) => name.toLowerCase()),
    examples: ownEntries(response.value, 'examples').flatMap(([type, value]) => (isJson(type) ? [value] : [])),
    others: [],
  }
}

/** Those of the operation, or else of the document. */
function mediaTypes(key: 'consumes' | 'produces', operation: Located, { root }: Documents): string[] {
  const list = own(operation.value, key) === undefined ? ownList(root.value, key) : ownList(operation.value, key)
  return list.filter(type => typeof type === 'string')
}

function ownIndexes(list: unknown): number[] {
  return Array.isArray(list) ? [...list.keys()] : []
}
