import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
} from 'graphql'
import { sourceName } from '../coordinate.ts'
import { SOURCE_KINDS } from '../kind/source-kinds.ts'
import { schemaDirectives } from '../schema-nodes.ts'
import { argumentOf, bindingOf, innermostName } from './related-fields.ts'

/** What a binding says of the number of all objects: undefined is nothing, and one that may be absent is no certain one. */
type Told = 'certain' | 'maybe' | undefined

/**
 * The type of how many objects a connection has on all pages: null where one of the answers may lack it, `total: "count?"`.
 * `undefined` where nothing tells: every source does but an API whose `pages` don't say where an answer has the `total`.
 */
export function totalType(connection: string, document: DocumentNode): 'Int!' | 'Int' | undefined {
  const bindings = bindingsIn(document).get(connection) ?? []
  const told = bindings.map(binding => (binding ? tellsTotal(binding, document) : 'certain'))
  if (told.length > 0 && told.every(each => each === undefined)) return undefined
  return told.includes('maybe') ? 'Int' : 'Int!'
}

const known = new WeakMap<DocumentNode, ReadonlyMap<string, readonly (ConstDirectiveNode | undefined)[]>>()

/** The bindings of all fields by the types that they return; looked for once, however many connections a document has. */
function bindingsIn(document: DocumentNode): ReadonlyMap<string, readonly (ConstDirectiveNode | undefined)[]> {
  const found = known.get(document)
  if (found) return found
  const fields = document.definitions.flatMap(definition =>
    'fields' in definition && !isInput(definition) ? ((definition.fields ?? []) as readonly FieldDefinitionNode[]) : [],
  )
  const byType = new Map<string, (ConstDirectiveNode | undefined)[]>()
  for (const field of fields) {
    const type = innermostName(field.type)
    const bindings = byType.get(type)
    if (bindings) bindings.push(bindingOf(field))
    else byType.set(type, [bindingOf(field)])
  }
  known.set(document, byType)
  return byType
}

function isInput({ kind }: DefinitionNode): boolean {
  return kind === Kind.INPUT_OBJECT_TYPE_DEFINITION || kind === Kind.INPUT_OBJECT_TYPE_EXTENSION
}

/** Its own `pages` say so, or, where they say no style, those of a source that it may mean. */
function tellsTotal(binding: ConstDirectiveNode, document: DocumentNode): Told {
  const kind = binding.name.value
  const { option, styles } = SOURCE_KINDS.get(kind)?.pages ?? {}
  const own = option === undefined ? undefined : argumentOf(binding, option)
  if (option === undefined || own === undefined) return 'certain'
  if (fieldOf(own, 'total') || styles?.some(style => fieldOf(own, style))) return toldBy(own)
  const named = argumentOf(binding, 'source')
  const name = named?.kind === Kind.STRING ? named.value : undefined
  const sources = schemaDirectives(document, 'source').filter(
    source => name === undefined || sourceName(source) === name,
  )
  const ofSources = sources.map(source => toldBy(fieldOf(argumentOf(source, kind), option)))
  return ofSources.includes('maybe') ? 'maybe' : ofSources.find(each => each !== undefined)
}

function toldBy(pages: ReturnType<typeof argumentOf>): Told {
  const total = fieldOf(pages, 'total')
  if (!total) return undefined
  // A `?` in quotes is one of a name.
  const mayLack = total.kind === Kind.STRING && total.value.replaceAll(/'[^']*'/g, '').includes('?')
  return mayLack ? 'maybe' : 'certain'
}

function fieldOf(value: ReturnType<typeof argumentOf>, name: string): ReturnType<typeof argumentOf> {
  return value?.kind === Kind.OBJECT ? value.fields.find(field => field.name.value === name)?.value : undefined
}
