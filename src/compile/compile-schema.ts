import { RESOLVERS } from '../plan/resolver/resolver-plan.ts'
import type { SchemaPlan, TypePlan } from '../plan/schema-plan.ts'
import type { SourceSettings } from '../plan/source-settings.ts'
import type { SchemaDefinition } from '../schema/definition.ts'
import type { Problem } from '../schema/problem.ts'
import type { CompileContext } from './compile-context.ts'
import { FieldCompiler } from './field-compiler.ts'
import { HomeCompiler } from './home-compiler.ts'
import { type NamedSource, Names, OF_RESOLVERS } from './names.ts'
import { ProblemList } from './problem-list.ts'
import { readHooks } from './resolver/read-hooks.ts'
import { type ResolverModule, readResolvers } from './resolver/read-resolvers.ts'
import { NO_RESOLVERS } from './resolver/resolvers.ts'
import { compileSources } from './source/compile-sources.ts'
import type { BindingCompiler, FindCompiler } from './source-kind.ts'
import { SOURCE_KINDS } from './source-kinds.ts'
import { InputShapes } from './template/input-shapes.ts'
import { AggregateTypes } from './type/aggregate-types.ts'
import { checkConnections } from './type/check-connections.ts'
import { checkNodes } from './type/check-nodes.ts'
import { checkTypes } from './type/check-types.ts'
import { compileAbstracts } from './type/compile-abstracts.ts'
import { ConnectionTypes } from './type/connection-types.ts'
import { ForeignKeys } from './type/foreign-keys.ts'
import { IdArguments } from './type/id-arguments.ts'
import { objectTypes } from './type/object-types.ts'
import { compileAuthorities } from './user/compile-authorities.ts'
import { compileCosts } from './user/compile-costs.ts'
import { compileGuards } from './user/compile-guards.ts'
import { compileRates } from './user/compile-rates.ts'
import { ValueReads } from './user/value-reads.ts'

export interface CompileOptions {
  /** What `{$env.X}` reads. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Where relative paths in one of its files start: that file's directory. */
  directoryOf(file: string): string
  /** Reads a file that it names, such as a certificate; throws where it can't. Unless said, there are none. */
  readonly readFile?: (path: string) => string
  /** Code of one's own that answers fields; there is none unless said. */
  readonly resolvers?: ResolverModule | undefined
}

export interface CompiledSchema {
  /** To be served only where neither the definition nor this has a problem. */
  readonly plan: SchemaPlan
  readonly problems: readonly Problem[]
}

/** Compiles a schema's directives into plain data; does no I/O. All mistakes are told at once. */
export function compileSchema(definition: SchemaDefinition, options: CompileOptions): CompiledSchema {
  const { environment, directoryOf, readFile = noFile } = options
  const problems = new ProblemList(definition.faulty)
  const sources = new Map<string, SourceSettings>()
  const connections = new ConnectionTypes(definition, SOURCE_KINDS)
  const aggregates = new AggregateTypes(definition, SOURCE_KINDS, connections)
  const resolvers = options.resolvers ? readResolvers(options.resolvers, definition, problems) : NO_RESOLVERS
  const named = new Map<string, NamedSource>(options.resolvers && [[RESOLVERS, OF_RESOLVERS]])
  const names = new Names(definition, named, { connections, aggregates, resolvers })
  const context = {
    environment,
    args: undefined,
    keys: undefined,
    shapes: new InputShapes(names),
    hasUsers: definition.authorities.length > 0,
  }
  const files = { directoryOf, read: readFile }
  for (const [name, settings] of compileSources(definition, SOURCE_KINDS, context, files, problems)) {
    sources.set(name, settings)
    named.set(name, settings)
  }

  const base: CompileContext = {
    definition,
    sources,
    kinds: SOURCE_KINDS,
    names,
    connections,
    aggregates,
    resolvers,
    problems,
    environment,
    shapes: context.shapes,
    hasUsers: context.hasUsers,
    valueReads: new ValueReads(),
  }
  const findCompiler: FindCompiler = kind => compilers.get(kind) as BindingCompiler
  const homes = new HomeCompiler(base, findCompiler)
  const compilers = new Map([...SOURCE_KINDS].map(([name, kind]) => [name, kind.createCompiler(base, homes)]))
  const ids = new IdArguments(definition, new ForeignKeys(definition, names))
  const fields = new FieldCompiler(base, homes, findCompiler, ids)
  const types = new Map<string, TypePlan>()
  for (const type of objectTypes(definition.schema)) types.set(type.name, fields.compileType(type))
  const abstracts = compileAbstracts(definition, [...sources.keys()], resolvers, problems)
  checkTypes(definition, sources, problems)
  checkConnections(definition, { connections, aggregates }, problems)
  const { list: valueReads } = base.valueReads
  const guards = compileGuards(definition, { connections, aggregates, types, valueReads, problems })
  for (const kind of SOURCE_KINDS.values()) kind.checkPlan?.({ types, guards }, definition, problems)
  checkNodes(definition, homes, guards, problems)
  const authorities = compileAuthorities(definition, { environment, ...files }, problems)
  return {
    plan: {
      schema: definition.schema,
      sources: usable(definition, sources, problems),
      types,
      nodeTypes: definition.nodeTypes,
      abstracts,
      hooks: options.resolvers && readHooks(options.resolvers, problems),
      authorities,
      guards,
      rates: compileRates(definition, problems),
      costs: compileCosts(definition, connections, problems),
    },
    problems: problems.list,
  }
}

function noFile(): never {
  throw new Error('there are no files')
}

/** Without the sources in which something is wrong: there may be nothing to connect to. */
function usable(
  definition: SchemaDefinition,
  sources: ReadonlyMap<string, SourceSettings>,
  problems: ProblemList,
): ReadonlyMap<string, SourceSettings> {
  const faulty = definition.sources.filter(({ coordinate }) => problems.has(coordinate)).map(({ args }) => args.name)
  return new Map([...sources].filter(([name]) => !faulty.includes(name)))
}
