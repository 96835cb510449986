import { type GraphQLField, type GraphQLObjectType, type GraphQLSchema, getNamedType } from 'graphql'
import type { FieldPlan, TypePlan } from '../plan/schema-plan.ts'
import type { DirectiveUse } from '../schema/definition.ts'
import { bindingContext } from './binding-context.ts'
import { type CompileContext, chooseSource } from './compile-context.ts'
import { compileKeyed } from './compile-keyed.ts'
import { compileProvides } from './compile-provides.ts'
import type { Homes } from './home.ts'
import { KeyParts } from './key-parts.ts'
import { listedIn } from './listed-in.ts'
import { reporter } from './problem-list.ts'
import { compileResolver } from './resolver/compile-resolver.ts'
import { keepOne, listOf, type SourceDirective } from './source-directive.ts'
import type { CompiledBinding, FindCompiler } from './source-kind.ts'
import { argumentText } from './template/argument-text.ts'
import { isTemplate } from './template/compile-computed.ts'
import { unusedArguments } from './template/unused-arguments.ts'
import type { IdArguments } from './type/id-arguments.ts'

type Field = GraphQLField<unknown, unknown>

const NOWHERE: FieldPlan['paths'] = new Map()

/** Compiles the fields of object types: a binding each, or where a plain field stands in its parent's answer. */
export class FieldCompiler {
  readonly #base: CompileContext
  readonly #homes: Homes
  readonly #compilers: FindCompiler
  readonly #ids: IdArguments

  constructor(base: CompileContext, homes: Homes, compilers: FindCompiler, ids: IdArguments) {
    this.#base = base
    this.#homes = homes
    this.#compilers = compilers
    this.#ids = ids
  }

  compileType(type: GraphQLObjectType): TypePlan {
    const fields = new Map(Object.values(type.getFields()).map(field => [field.name, this.#compileField(type, field)]))
    const listed = listedIn(type.name, fields, this.#base)
    const home = this.#homes.of(type.name)
    // A stand-in is for what is compiled with it: its database does not have what the right one has.
    return { name: type.name, home: home?.certain ? home.bound : undefined, fields, listed }
  }

  #compileField(type: GraphQLObjectType, field: Field): FieldPlan {
    const coordinate = `${type.name}.${field.name}`
    const { definition, kinds, names, problems, resolvers } = this.#base
    const uses = definition.directives.get(coordinate) ?? []
    const [binding, second] = uses.filter(({ name }) => kinds.has(name))
    const kind = binding && kinds.get(binding.name)
    if (second) reporter(problems, second)(undefined, 'a field has one binding.', keepOne(kinds))
    const map = uses.find(({ name }) => name === 'map')
    if (map && kind)
      reporter(problems, map)(
        undefined,
        `@map says where the parent's answer holds a field, and this one asks @${kind.name}.`,
        kind.insteadOfMap,
      )
    const resolver = compileResolver(resolvers, names, type.name, field.name)
    const bound = binding ?? map
    if (resolver && bound)
      reporter(problems, bound)(
        undefined,
        `the field has a resolver, and @${bound.name} as well.`,
        'Remove one of them.',
      )
    const key = kind ? undefined : this.#keyMap(type, map)
    // Of a resolver that is none, that has been told.
    const isPlain = !binding && !resolver && !key && !problems.has(coordinate)
    const asked =
      binding && kind ? this.#compileBinding(type, field, binding, kind) : key && this.#compileKeyed(field, key, uses)
    if (isPlain) this.#checkPlain(type, field)
    const findsBy = this.#findsBy(type, field)
    const provides = key ? undefined : compileProvides(this.#base, this.#homes, field, uses)
    return {
      coordinate,
      name: field.name,
      type: field.type,
      bound: asked?.bound,
      // What carries a part of an object is asked for that part.
      keyed: provides ? undefined : asked?.keyed,
      resolver,
      paths: resolver || key ? NOWHERE : names.fieldPaths(type.name, field.name),
      provides,
      holdsRows: this.#base.connections.holdsRows(type.name, field.name),
      globalIdOf: field.name === 'id' && definition.nodeTypes.has(type.name) ? type.name : undefined,
      findsBy,
      ids: findsBy ? undefined : this.#ids.of(field.args, asked),
    }
  }

  /** The `@map` that makes a key of the arguments of a field of the query's root, which has no parent to read. */
  #keyMap(type: GraphQLObjectType, map: DirectiveUse | undefined): DirectiveUse | undefined {
    const isOfRoot = type === this.#base.definition.schema.getQueryType()
    return isOfRoot && isTemplate(argumentText(map?.args.from)) ? map : undefined
  }

  #compileKeyed(field: Field, map: DirectiveUse, uses: readonly DirectiveUse[]): CompiledBinding | undefined {
    const provides = uses.find(({ name }) => name === 'provides')
    if (provides)
      reporter(this.#base.problems, provides)(undefined, 'the home is asked, which carries all.', 'Remove @provides.')
    const compiled = compileKeyed(this.#base, this.#homes, field, map)
    if (compiled) this.#refuseUnused(map, field, compiled)
    return compiled
  }

  /** The fields that `@globalIds` brings stand in no file. */
  #findsBy(type: GraphQLObjectType, { name }: Field): FieldPlan['findsBy'] {
    const { schema, nodeTypes } = this.#base.definition
    if (nodeTypes.size === 0 || type !== schema.getQueryType()) return undefined
    return name === 'node' ? 'id' : name === 'nodes' ? 'ids' : undefined
  }

  #compileBinding(
    type: GraphQLObjectType,
    field: Field,
    use: DirectiveUse,
    kind: SourceDirective,
  ): CompiledBinding | undefined {
    const { definition, names, connections, aggregates, problems } = this.#base
    const report = reporter(problems, use)
    const named = getNamedType(field.type).name
    const root = rootOf(definition.schema, type)
    const isPaged = kind.isPaged(use)
    const connection = isPaged && root !== 'mutation' ? connections.of(named) : undefined
    const computed = kind.aggregates?.(use) && root !== 'mutation'
    const aggregate = computed ? (connection ? aggregates.ofConnection(named) : aggregates.of(named)) : undefined
    if (kind.unpaged && !isPaged && named.endsWith('Connection') && !definition.positions.has(named))
      report(undefined, `${named} is a page, and ${kind.unpaged.message}`, kind.unpaged.suggestion)
    const returned = kind.writtenType?.(use) ?? connection?.node ?? aggregate?.node.name ?? named
    const home = this.#homes.of(returned)
    const chosen = chooseSource(this.#base, kind, use, home?.settings, report)
    if (!chosen) return undefined
    const { settings, certain } = chosen
    const hasProvides = (at: string) => definition.directives.get(at)?.some(({ name }) => name === 'provides') === true
    const holders = connection?.holders ?? [use.coordinate]
    const provides = holders.every(hasProvides)
    if (home?.certain && certain && home.settings !== settings && !provides) {
      report(
        use.args.source === undefined ? undefined : 'source',
        `${returned} has its home in the source "${home.settings.name}", and this binding reads "${settings.name}".`,
        `Add @provides(fields: "${home.bound.key.map(({ name }) => name).join(' ')}") ${connection ? `to ${holders.join(' and ')} ` : ''}with all that the answer carries of it, or bind it to "${home.settings.name}".`,
      )
    }
    const context = bindingContext(this.#base, use, settings, {
      type: field.type,
      args: field.args,
      returned,
      connection,
      aggregate,
      root,
      keys: root ? undefined : new KeyParts(names, type.name),
      certain,
    })
    const compiled = this.#compilers(kind.name).compileBinding(context, settings)
    if (compiled) this.#refuseUnused(use, field, compiled)
    return compiled
  }

  #refuseUnused(use: DirectiveUse, { args }: Field, { applied, meaningless }: CompiledBinding): void {
    const { problems, definition } = this.#base
    const names = args.map(({ name }) => name)
    for (const name of unusedArguments(use, names)) {
      const argument = `${use.coordinate}(${name}:)`
      const position = definition.positions.get(argument)
      if (!position || applied.includes(name)) continue
      const { message, suggestion } = meaningless.get(name) ?? {
        message: 'the argument is not used.',
        suggestion: `Use {$args.${name}}, or remove it.`,
      }
      problems.add(argument, position, message, suggestion)
    }
  }

  #checkPlain(type: GraphQLObjectType, field: Field): void {
    const { definition, kinds, problems } = this.#base
    const coordinate = `${type.name}.${field.name}`
    const position = definition.positions.get(coordinate)
    if (!position) return
    const [argument] = field.args
    if (rootOf(definition.schema, type)) {
      const usages = [...kinds.values()].map(({ usage }) => usage)
      const suggestion = `Add ${listOf(usages, 'disjunction')}.`
      problems.add(coordinate, position, `a field of ${type.name} needs a binding.`, suggestion)
    } else if (argument) {
      const at = `${coordinate}(${argument.name}:)`
      const message = "a field that reads its parent's answer takes no arguments."
      const bindings = [...kinds.keys()].map(name => `@${name}`)
      const suggestion = `Add ${listOf(bindings, 'disjunction')}, or remove the arguments.`
      problems.add(at, definition.positions.get(at) ?? position, message, suggestion)
    }
  }
}

function rootOf(schema: GraphQLSchema, type: GraphQLObjectType): 'query' | 'mutation' | undefined {
  if (type === schema.getQueryType()) return 'query'
  return type === schema.getMutationType() ? 'mutation' : undefined
}
