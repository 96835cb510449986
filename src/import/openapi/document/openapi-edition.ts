import { isForm, isJson, isJsonLines, isText } from '../media-types.ts'
import { own, ownList, ownNames, ownText } from '../own-property.ts'
import { child, type Documents, type Located } from './documents.ts'
import type { Edition } from './edition.ts'
import type { Answer, Body, Parameter } from './operation.ts'
import { isPlace } from './read-parameters.ts'
import { serverURL } from './server-url.ts'

/** OpenAPI 3.0 and 3.1. */
export const OPENAPI_EDITION: Edition = {
  securitySchemes: ['components', 'securitySchemes'],
  server: serverURL,
  hasServer: holder => ownList(holder, 'servers').length > 0,
  parameter: readParameter,
  body: ({ documents, operation }) => readBody(documents.walk(operation, 'requestBody'), documents),
  answer: (response, { documents }) => readAnswer(response, documents),
}

function readParameter(located: Located, documents: Documents): Parameter | undefined {
  const { value } = located
  const name = ownText(value, 'name')
  const place = ownText(value, 'in')
  if (name === undefined || !isPlace(place)) return undefined
  const style = ownText(value, 'style') ?? (place === 'query' || place === 'cookie' ? 'form' : 'simple')
  const explode = own(value, 'explode')
  const { types, at } = contentOf(located, documents)
  const json = types.find(isJson)
  return {
    name,
    in: place,
    required: place === 'path' || own(value, 'required') === true,
    deprecated: own(value, 'deprecated') === true,
    description: ownText(value, 'description'),
    style,
    explode: typeof explode === 'boolean' ? explode : style === 'form',
    schema: types.length > 0 ? undefined : child(located, 'schema'),
    json: json === undefined ? undefined : child(at(json), 'schema'),
    isPath: place === 'path' && hasSegments(value, documents.walk(located, 'schema').value),
  }
}

/** Whether a value of a path has slashes: the document says so, or its pattern does, as in `^projects/[^/]+$`. */
function hasSegments(parameter: unknown, schema: unknown): boolean {
  const pattern = ownText(schema, 'pattern')?.replaceAll(/\[[^\]]*\]/g, '') ?? ''
  return [own(parameter, 'x-multi-segment'), own(parameter, 'allowReserved')].includes(true) || pattern.includes('/')
}

/** JSON where the body can be that, else a form. */
function readBody(body: Located, documents: Documents): Body | undefined {
  const { types, at } = contentOf(body, documents)
  const mediaType = types.find(isJson) ?? types.find(isForm) ?? types[0]
  if (mediaType === undefined) return undefined
  return { required: own(body.value, 'required') === true, mediaType, schema: child(at(mediaType), 'schema') }
}

function readAnswer(response: Located, documents: Documents): Answer {
  const { types, at } = contentOf(response, documents)
  const mediaType = types.find(isJson)
  if (mediaType === undefined) return answerOfTypes(types, type => child(at(type), 'schema')) ?? { kind: 'empty' }
  const content = at(mediaType)
  const listed = documents.walk(content, 'examples')
  const examples = ownNames(listed.value).map(name => own(documents.walk(listed, name).value, 'value'))
  return {
    kind: 'json',
    schema: child(content, 'schema'),
    headers: ownNames(documents.walk(response, 'headers').value).map(name => name.toLowerCase()),
    examples: [own(content.value, 'example'), ...examples].filter(example => example !== undefined),
    others: [],
  }
}

/** The media types of what is sent or answered, and where each is described. */
function contentOf(
  located: Located,
  documents: Documents,
): { readonly types: readonly string[]; at(mediaType: string): Located } {
  const content = documents.walk(located, 'content')
  const types = ownNames(content.value)
  return { types, at: mediaType => documents.walk(content, mediaType) }
}

/** What is answered that is no JSON document; `undefined` for nothing. */
export function answerOfTypes(types: readonly string[], schemaOf: (type: string) => Located): Answer | undefined {
  const lines = types.find(isJsonLines)
  const [first] = types
  if (lines !== undefined) return { kind: 'lines', schema: schemaOf(lines) }
  if (types.some(isText)) return { kind: 'text' }
  return first === undefined ? undefined : { kind: 'other', mediaType: first }
}
