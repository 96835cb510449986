import { isForm, isJson, isJsonLines, isText } from '../media-types.ts'
import { own, ownEntries, ownList, ownText } from '../own-property.ts'
import { child, type Located } from './documents.ts'
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
  body: ({ documents, operation }) => readBody(documents.follow(child(operation, 'requestBody'))),
  answer: readAnswer,
}

function readParameter(located: Located): Parameter | undefined {
  const { value } = located
  const name = ownText(value, 'name')
  const place = ownText(value, 'in')
  if (name === undefined || !isPlace(place)) return undefined
  const style = ownText(value, 'style') ?? (place === 'query' || place === 'cookie' ? 'form' : 'simple')
  const explode = own(value, 'explode')
  const types = ownEntries(value, 'content').map(([mediaType]) => mediaType)
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
    json: json === undefined ? undefined : child(child(child(located, 'content'), json), 'schema'),
    isPath: place === 'path' && [own(value, 'x-multi-segment'), own(value, 'allowReserved')].includes(true),
  }
}

/** JSON where the body can be that, else a form. */
function readBody(body: Located): Body | undefined {
  const types = ownEntries(body.value, 'content').map(([mediaType]) => mediaType)
  const mediaType = types.find(isJson) ?? types.find(isForm) ?? types[0]
  if (mediaType === undefined) return undefined
  return {
    required: own(body.value, 'required') === true,
    mediaType,
    schema: child(child(child(body, 'content'), mediaType), 'schema'),
  }
}

function readAnswer(response: Located): Answer {
  const types = ownEntries(response.value, 'content').map(([mediaType]) => mediaType)
  const mediaType = types.find(isJson)
  const schemaOf = (type: string) => child(child(child(response, 'content'), type), 'schema')
  if (mediaType === undefined) return answerOfTypes(types, schemaOf) ?? { kind: 'empty' }
  const content = child(child(response, 'content'), mediaType)
  const examples = ownEntries(content.value, 'examples').map(([, example]) => own(example, 'value'))
  return {
    kind: 'json',
    schema: schemaOf(mediaType),
    headers: ownEntries(response.value, 'headers').map(([name]) => name.toLowerCase()),
    examples: [own(content.value, 'example'), ...examples].filter(example => example !== undefined),
    others: [],
  }
}

/** What is answered that is no JSON document; `undefined` for nothing. */
export function answerOfTypes(types: readonly string[], schemaOf: (type: string) => Located): Answer | undefined {
  const lines = types.find(isJsonLines)
  const [first] = types
  if (lines !== undefined) return { kind: 'lines', schema: schemaOf(lines) }
  if (types.some(isText)) return { kind: 'text' }
  return first === undefined ? undefined : { kind: 'other', mediaType: first }
}
