import { type GraphQLOutputType, type GraphQLSchema, isAbstractType, isInterfaceType, isObjectType } from 'graphql'
import { translate } from '../plan/naming.ts'
import { asOptional, type Path, PathSyntaxError, propertyPath } from '../plan/path.ts'
import { RESOLVERS } from '../plan/resolver/resolver-plan.ts'
import { fixedPath, isPath, readsOf, type SourcePath, type SourcePaths } from '../plan/source-path.ts'
import type { SourceSettings } from '../plan/source-settings.ts'
import type { DirectiveUse, SchemaDefinition } from '../schema/definition.ts'
import { SOURCE_KINDS } from '../schema/kind/source-kinds.ts'
import { NOTATIONS, type Notation } from '../schema/notations.ts'
import type { Resolvers } from './resolver/resolvers.ts'
import { argumentText } from './template/argument-text.ts'
import { compileComputed, isTemplate } from './template/compile-computed.ts'
import { isResponsePath, parseAnswerPath } from './template/response-path.ts'
import type { AggregateTypes } from './type/aggregate-types.ts'
import type { ConnectionTypes } from './type/connection-types.ts'

/** A name of a directive, looked up. */
export interface NameLookup {
  readonly paths: SourcePaths
  /** Whether it is a plain field of the type; if not, it is the upstream's own name. */
  readonly declared: boolean
}

export type NamedSource = Pick<SourceSettings, 'kind' | 'naming' | 'hasNotations'>
type Sources = ReadonlyMap<string, NamedSource>

/** What resolvers return has the schema's names. */
export const OF_RESOLVERS: NamedSource = { kind: '', naming: 'SAME', hasNotations: false }

/** What else tells the names of fields. */
interface Surroundings {
  readonly connections: ConnectionTypes
  readonly aggregates: AggregateTypes
  readonly resolvers: Resolvers
}

/** The upstream names of fields: `@map` first, then the source's naming. */
export class Names {
  readonly #schema: GraphQLSchema
  readonly #directives: SchemaDefinition['directives']
  /** The `@map`s of the coordinates that have one. */
  readonly #maps = new Map<string, readonly DirectiveUse[]>()
  readonly #sources: Sources
  readonly #connections: ConnectionTypes
  readonly #aggregates: AggregateTypes
  readonly #resolvers: Resolvers
  /** Where fields stand that have no name but their own, by that: the same in all types. */
  readonly #plain = new Map<string, SourcePaths>()

  constructor(definition: SchemaDefinition, sources: Sources, { connections, aggregates, resolvers }: Surroundings) {
    this.#schema = definition.schema
    this.#directives = definition.directives
    this.#sources = sources
    this.#connections = connections
    this.#aggregates = aggregates
    this.#resolvers = resolvers
    for (const [coordinate, uses] of definition.directives) {
      const maps = uses.filter(({ name }) => name === 'map')
      if (maps.length > 0) this.#maps.set(coordinate, maps)
    }
  }

  /** Where a plain field stands in an answer of each source; the parts of a connection or an aggregate have no other names. */
  fieldPaths(typeName: string, fieldName: string): SourcePaths {
    const coordinate = `${typeName}.${fieldName}`
    const isPart = this.#connections.parts.has(typeName) || this.#aggregates.has(typeName)
    const isPlain = !this.#maps.has(coordinate) && !isPart
    if (!isPlain) return this.#pathsOf(typeName, fieldName)
    const known = this.#plain.get(fieldName)
    if (known) return known
    const paths = this.#pathsOf(typeName, fieldName)
    this.#plain.set(fieldName, paths)
    return paths
  }

  #pathsOf(typeName: string, fieldName: string): SourcePaths {
    const coordinate = `${typeName}.${fieldName}`
    const maps = this.#maps.get(coordinate)
    const nameIn = ({ kind, naming }: NamedSource) =>
      this.#connections.isPartOf(typeName, kind) || this.#aggregates.isPartOf(typeName, kind)
        ? fieldName
        : translate(fieldName, naming)
    return new Map(
      [...this.#sources].map(([source, settings]) => {
        const path = (source === RESOLVERS ? undefined : mappedPath(maps, source)) ?? propertyPath(nameIn(settings))
        const as = maps && this.notation(coordinate, source)
        return [source, as && isPath(path) ? { kind: 'notated', path, as } : path]
      }),
    )
  }

  /** How a source writes the value of a field, an input field or an argument, where its `@map` says. */
  notation(coordinate: string, source: string): Notation | undefined {
    const as = mapFor(this.#maps.get(coordinate), source)?.args.as
    return this.#sources.get(source)?.hasNotations ? NOTATIONS.find(each => each === as) : undefined
  }

  /** An input field's name in what is sent to a source. */
  inputName(typeName: string, fieldName: string, source: string): string {
    const mapped = this.mappedInputName(typeName, fieldName, source)
    return mapped ?? this.sentName(fieldName, source)
  }

  /** A name of an object that is sent to a source, where nothing else gives it one. */
  sentName(name: string, source: string): string {
    return translate(name, this.#sources.get(source)?.naming ?? 'SAME')
  }

  /** The name that the `@map` of an input field gives it; undefined without one. */
  mappedInputName(typeName: string, fieldName: string, source: string): string | undefined {
    const map = mapFor(this.#maps.get(`${typeName}.${fieldName}`), source)
    return map?.args.from === undefined ? undefined : argumentText(map.args.from)
  }

  /**
   * A name inside a directive: the plain field of the type if there is one, read as that field is read; else the
   * upstream's own name, literally. Only the path's first segment is looked up.
   */
  lookup(typeName: string | undefined, path: Path): NameLookup {
    const [first, ...rest] = path
    if (first?.kind !== 'property' || typeName === undefined || !this.isPlainField(typeName, first.name))
      return { declared: false, paths: new Map([...this.#sources.keys()].map(source => [source, path])) }
    const found = this.fieldPaths(typeName, first.name)
    if (rest.length === 0 && !first.optional) return { declared: true, paths: found }
    const optional = (path: Path) => (first.optional ? asOptional(path) : path)
    const behind = (start: SourcePath) => [...optional(fixedPath(start) ?? propertyPath(first.name)), ...rest]
    return {
      declared: true,
      // Behind a value that is made of others there is nothing.
      paths: new Map(
        [...found].map(([source, start]) => [source, rest.length === 0 && !isPath(start) ? start : behind(start)]),
      ),
    }
  }

  /** Whether objects of the type read the status or the headers of their answer, to tell a field or their type. */
  readsResponse(typeName: string, source: string): boolean {
    const type = this.#schema.getType(typeName)
    const own = mappedPath(this.#maps.get(typeName), source)
    const reads = (path: SourcePath | undefined) => path !== undefined && readsOf(path).some(isResponsePath)
    if (isAbstractType(type))
      return reads(own) || this.#schema.getPossibleTypes(type).some(({ name }) => this.readsResponse(name, source))
    if (!isObjectType(type)) return false
    const plain = Object.keys(type.getFields()).filter(name => this.isPlainField(typeName, name))
    return plain.some(name => reads(this.fieldPaths(typeName, name).get(source)))
  }

  /** Whether a source answers objects of the type as lists, with a field at each place. */
  isListed(typeName: string, source: string): boolean {
    const type = this.#schema.getType(typeName)
    if (!isObjectType(type)) return false
    const plain = Object.keys(type.getFields()).filter(name => this.isPlainField(typeName, name))
    const paths = plain.map(name => this.fieldPaths(typeName, name).get(source))
    return paths.some(path => path !== undefined && readsOf(path).some(([first]) => first?.kind === 'index'))
  }

  /** The type of a plain field; undefined where there is none of the name. */
  typeOf(typeName: string, fieldName: string): GraphQLOutputType | undefined {
    const type = this.#schema.getType(typeName)
    const isPlain = this.isPlainField(typeName, fieldName)
    return isPlain && (isObjectType(type) || isInterfaceType(type)) ? type.getFields()[fieldName]?.type : undefined
  }

  /** Whether the type has a field of the name that reads its parent's answer. */
  isPlainField(typeName: string, fieldName: string): boolean {
    const type = this.#schema.getType(typeName)
    if (!(isObjectType(type) || isInterfaceType(type)) || !Object.hasOwn(type.getFields(), fieldName)) return false
    const coordinate = `${typeName}.${fieldName}`
    if (this.#resolvers.fields.has(coordinate)) return false
    const uses = this.#directives.get(coordinate) ?? []
    return !uses.some(({ name }) => SOURCE_KINDS.has(name))
  }
}

function mapFor(maps: readonly DirectiveUse[] = [], source: string): DirectiveUse | undefined {
  return maps.find(use => use.args.source === source) ?? maps.find(use => use.args.source === undefined)
}

function mappedPath(maps: readonly DirectiveUse[] | undefined, source: string): SourcePath | undefined {
  const map = mapFor(maps, source)
  if (map?.args.from === undefined) return undefined
  const from = argumentText(map.args.from)
  if (isTemplate(from)) return compileComputed(from) ?? []
  try {
    return parseAnswerPath(from)
  } catch (error) {
    if (error instanceof PathSyntaxError) return []
    throw error
  }
}
