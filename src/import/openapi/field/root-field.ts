import { pascalCase } from '../../name/case.ts'
import { wordsOf } from '../../name/words.ts'
import type { Notes } from '../../notes.ts'
import { EnumLiteral, type LiteralObject } from '../../sdl/sdl.ts'
import type { Located } from '../document/documents.ts'
import type { Operation } from '../document/operation.ts'
import { isMap, JSON_TYPE, named, type Spot, type TypeRef } from '../draft/draft.ts'
import type { EnumTypes } from '../draft/enum-types.ts'
import { itemPlace, shownProperties } from '../draft/object-draft.ts'
import type { ObjectTypes } from '../draft/object-types.ts'
import { essenceOf, isForm, isJson, isOtherJson } from '../media-types.ts'
import { listContent, selectPath, unwrap } from '../page/envelope.ts'
import type { PagedList } from '../page/find-pages.ts'
import { positionParameters } from '../page/page-parameters.ts'
import type { SchemaReader } from '../schema/schema-reader.ts'
import { failureIn } from '../source/error-texts.ts'
import { callOf } from './binding.ts'
import { type ArgumentDraft, type MappedParameters, mapParameters } from './map-parameters.ts'

export interface RootField {
  readonly operation: Operation
  readonly name: string
  readonly args: readonly ArgumentDraft[]
  readonly type: TypeRef
  readonly http: LiteralObject
}

export interface FieldTools {
  readonly reader: SchemaReader
  readonly enums: EnumTypes
  readonly outputs: ObjectTypes
  readonly inputs: ObjectTypes
  readonly notes: Notes
  /** The lists that are answered as connections. */
  readonly connections: ReadonlyMap<Operation, PagedList>
}

/** The field of an operation; tells of one that can't be called, or has no answer for a client. */
export function rootField(operation: Operation, name: string, tools: FieldTools): RootField | undefined {
  const { notes } = tools
  const words = wordsOf(name)
  const root = operation.reads ? 'Query' : 'Mutation'
  const coordinate = `${root}.${name}`
  const refuse = (why: string, detail?: string) => {
    notes.leaveOut(operation.label, why, detail)
    return undefined
  }
  if (root === 'Query' && operation.answer.kind === 'empty' && !answersByStatus(operation) && !mayAnswer(operation))
    return refuse('it answers nothing')
  if (root === 'Query' && operation.answer.kind === 'other')
    return refuse('it answers no JSON', essenceOf(operation.answer.mediaType))
  const list = tools.connections.get(operation)
  const placeOf = (own: readonly string[], argument: () => string): Spot => ({
    words: own,
    typeName: inner => `${pascalCase(words)}${pascalCase(inner)}`,
    isArgument: true,
    coordinate: () => `${coordinate}(${argument()}:)`,
  })
  const mapped = mapParameters(operation, tools, placeOf, list)
  if (typeof mapped === 'string') return refuse(mapped)
  for (const code of operation.answer.kind === 'json' ? operation.answer.others : [])
    notes.leaveOut(`The answer ${code} of ${operation.label}`, 'it is another one')
  const body = mapBody(operation, coordinate, words, tools)
  if ('why' in body) return refuse(body.why, body.detail)
  return {
    operation,
    name,
    args: [...mapped.args, ...body.args, ...(list ? connectionArguments(list) : [])],
    ...mapAnswer(operation, coordinate, words, tools, {
      ...callOf(operation, mapped.url),
      ...headersOf(mapped, body.headers),
      ...body.http,
    }),
  }
}

function headersOf({ headers }: MappedParameters, more: readonly string[]): LiteralObject {
  const all = [...headers, ...more]
  return all.length === 0 ? {} : { headers: all }
}

/** They apply by themselves. */
function connectionArguments({ size }: PagedList): ArgumentDraft[] {
  const argument = { needed: false, description: undefined, directives: [] }
  return [
    { ...argument, name: 'first', type: named('Int'), fallback: size },
    { ...argument, name: 'after', type: named('String'), fallback: undefined },
  ]
}

interface MappedBody {
  readonly args: readonly ArgumentDraft[]
  readonly headers: readonly string[]
  readonly http: LiteralObject
}

interface Refused {
  readonly why: string
  readonly detail?: string
}

/** A JSON body or a form is the argument `input`; why the operation can't be called where it needs another one. */
function mapBody(
  { body, method, label }: Operation,
  coordinate: string,
  words: string[],
  { reader, inputs, notes }: FieldTools,
): MappedBody | Refused {
  const none = { args: [], headers: [], http: {} }
  if (!body) return none
  if (method === 'GET') {
    if (body.required) return { why: 'it needs a body, which a GET has not' }
    notes.leaveOut(`The body of ${label}`, 'a GET has none')
    return none
  }
  const essence = essenceOf(body.mediaType)
  const view = reader.read(body.schema)
  const inForm = isForm(essence)
  if (!(isJson(essence) || (inForm && view.kind === 'object'))) {
    if (body.required) return { why: 'its body is no JSON', detail: essence }
    notes.leaveOut(`The body of ${label}`, 'it is no JSON', essence)
    return none
  }
  const type = inputs.of(body.schema, {
    words: ['input'],
    typeName: () => `${pascalCase(words)}Input`,
    isArgument: true,
    coordinate: () => `${coordinate}(input:)`,
  })
  const needed = body.required && !view.nullable
  return {
    args: [{ name: 'input', type, needed, description: undefined, fallback: undefined, directives: [] }],
    headers: isOtherJson(essence) ? [`Content-Type: ${essence}`] : [],
    http: { [inForm ? 'form' : 'body']: '{$args.input}' },
  }
}

/** Whether a GET answers nothing but its status: whether a user is followed, or a service is there. */
function answersByStatus({ statuses }: Operation): boolean {
  const successes = statuses.filter(status => /^2/.test(status))
  return successes.length > 0 && successes.every(status => status === '204' || status === '205')
}

/** Whether a GET may answer what the document does not tell. */
function mayAnswer({ statuses }: Operation): boolean {
  return statuses.some(status => /^2|^default$/i.test(status))
}

/** What has no answer in the document. */
function mapEmpty(
  operation: Operation,
  coordinate: string,
  notes: Notes,
  http: LiteralObject,
): Pick<RootField, 'type' | 'http'> {
  if (operation.method !== 'GET') return { type: named('Boolean'), http }
  if (answersByStatus(operation)) return { type: named('Boolean'), http: { ...http, accept: [404] } }
  notes.asJson(() => coordinate, 'the document does not say what is answered')
  return { type: JSON_TYPE, http }
}

function propertiesOf(schema: Located, reader: SchemaReader): string[] {
  const view = reader.read(schema)
  return view.kind === 'object' ? shownProperties(view, 'type', reader).map(([name]) => name) : []
}

/** What the answer is about; a mutation that answers nothing is true where it succeeded. */
function mapAnswer(
  operation: Operation,
  coordinate: string,
  words: string[],
  { reader, outputs, notes, connections }: FieldTools,
  http: LiteralObject,
): Pick<RootField, 'type' | 'http'> {
  const { answer } = operation
  const place: Spot = {
    words,
    typeName: inner => `${pascalCase(inner)}Response`,
    isArgument: false,
    coordinate: () => coordinate,
  }
  if (answer.kind === 'text' && operation.reads)
    return { type: named('String'), http: { ...http, content: new EnumLiteral('TEXT') } }
  if (answer.kind === 'lines' && operation.reads) {
    const item = outputs.of(answer.schema, itemPlace(place))
    const type: TypeRef = { kind: 'list', item: isMap(item) ? JSON_TYPE : item, nullableItems: true }
    return { type, http: { ...http, content: new EnumLiteral('NDJSON') } }
  }
  if (answer.kind !== 'json') return mapEmpty(operation, coordinate, notes, http)
  const failed = failureIn(answer.schema, reader)
  const fails = failed === undefined ? {} : { error: failed }
  if (
    operation.reads &&
    !connections.has(operation) &&
    positionParameters(operation, reader).length > 0 &&
    listContent(answer.schema, reader)
  )
    notes.leaveOut(`The pages of ${operation.label}`, 'nothing tells how they go on, or there is more in the answer')
  // What answers its errors and nothing else tells whether it was done.
  if (failed !== undefined && !operation.reads && propertiesOf(answer.schema, reader).length === 1)
    return { type: named('Boolean'), http: { ...http, ...fails } }
  const list = connections.get(operation)
  const content = list?.content ?? unwrap(answer.schema, reader)
  const type = outputs.of(content.schema, place)
  const path = selectPath(content, isMap(type))
  const node = list && outputs.find(list.item.id)
  if (node) {
    node.isPaged = true
    if (list.lost !== undefined)
      notes.leaveOut(
        `The ${JSON.stringify(list.lost)} of ${operation.label}`,
        'nothing tells whether all items are counted',
      )
    return {
      type: { kind: 'connection', node },
      http: { ...http, ...fails, ...(path === undefined ? {} : { select: path }), pages: list.pages },
    }
  }
  // Without `select` a mutation's Boolean says only that it succeeded.
  const own = path ?? (!operation.reads && type.kind === 'named' && type.of === 'Boolean' ? '.' : undefined)
  return { type, http: own === undefined ? http : { ...http, select: own } }
}
