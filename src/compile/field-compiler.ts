import { type GraphQLField, type GraphQLObjectType, type GraphQLSchema, getNamedType } from 'graphql'
import type { BoundPlan, FieldPlan, TypePlan } from '../plan/schema-plan.ts'
import type { SourceSettings } from '../plan/source-settings.ts'
import type { DirectiveUse } from '../schema/definition.ts'
import { type CompileContext, chooseSource } from './compile-context.ts'
import { compileProvides } from './compile-provides.ts'
import type { Home, HomeCompiler } from './home-compiler.ts'
import { compileHttp } from './http/compile-http.ts'
import { KeyParts } from './key-parts.ts'
import { reporter } from './problem-list.ts'
import { appliedArguments } from './sql/compile-paging.ts'
import { compileSql } from './sql/compile-sql.ts'
import { STAND_IN_TABLE, type TableSettings } from './sql/compile-table.ts'
import { unusedArguments } from './template/unused-arguments.ts'
import { pagedKind } from './type/connection-types.ts'

type Field = GraphQLField<unknown, unknown>

/** Compiles the fields of object types: a binding each, or where a plain field stands in its parent's answer. */
export class FieldCompiler {
  readonly #base: CompileContext
  readonly #homes: HomeCompiler

  constructor(base: CompileContext, homes: HomeCompiler) {
    this.#base = base
    this.#homes = homes
  }

  compileType(type: GraphQLObjectType): TypePlan {
    const fields = Object.values(type.getFields()).map(field => [field.name, this.#compileField(type, field)] as const)
    return { name: type.name, home: this.#homes.of(type.name)?.bound, fields: new Map(fields) }
  }

  #compileField(type: GraphQLObjectType, field: Field): FieldPlan {
    const coordinate = `${type.name}.${field.name}`
    const uses = this.#base.definition.directives.get(coordinate) ?? []
    const [binding, second] = uses.filter(({ name }) => name === 'http' || name === 'sql')
    if (second)
      reporter(this.#base.problems, second)(undefined, 'a field has one binding.', 'Keep one of @http and @sql.')
    const map = uses.find(({ name }) => name === 'map')
    if (map && binding)
      reporter(this.#base.problems, map)(
        undefined,
        `@map says where the parent's answer holds a field, and this one asks @${binding.name}.`,
        binding.name === 'http' ? 'Remove it, or use select: for the path inside the answer.' : 'Remove it.',
      )
    return {
      coordinate,
      name: field.name,
      type: field.type,
      bound: binding ? this.#compileBinding(type, field, binding) : this.#checkPlain(type, field),
      paths: this.#base.names.fieldPaths(type.name, field.name),
      provides: compileProvides(this.#base, this.#homes, field, uses),
      holdsRows: this.#base.connections.holdsRows(type.name, field.name),
    }
  }

  #compileBinding(type: GraphQLObjectType, field: Field, use: DirectiveUse): BoundPlan | undefined {
    const { definition, names, connections, problems, environment, shapes, filterReaders, relations } = this.#base
    const { coordinate } = use
    const report = reporter(problems, use)
    const named = getNamedType(field.type).name
    const root = rootOf(definition.schema, type)
    const connection = pagedKind(use) && root !== 'mutation' ? connections.of(named) : undefined
    if (use.name === 'http' && !pagedKind(use) && named.endsWith('Connection') && !definition.positions.has(named))
      report(undefined, `${named} is a page, and nothing says how the API gives pages.`, NAME_PAGES)
    const returned = writtenType(use) ?? connection?.node ?? named
    const home = this.#homes.of(returned)
    const chosen = chooseSource(this.#base, use, home?.settings, report)
    if (!chosen) return undefined
    const { settings, certain } = chosen
    const hasProvides = (at: string) => definition.directives.get(at)?.some(({ name }) => name === 'provides') === true
    const holders = connection?.holders ?? [coordinate]
    const provides = holders.every(hasProvides)
    if (home?.certain && certain && home.settings !== settings && !provides) {
      report(
        use.args.source === undefined ? undefined : 'source',
        `${returned} has its home in the source "${home.settings.name}", and this binding reads "${settings.name}".`,
        `Add @provides(fields: "${home.bound.key.map(({ name }) => name).join(' ')}") ${connection ? `to ${holders.join(' and ')} ` : ''}with all that the answer carries of it, or bind it to "${home.settings.name}".`,
      )
    }
    const context = {
      coordinate,
      use,
      names,
      type: field.type,
      returned,
      connection,
      root,
      keys: root ? undefined : new KeyParts(names, type.name),
      columns: [],
      args: field.args,
      report,
      environment,
      shapes,
      filterReaders,
      relations,
      source: settings.name,
    }
    const bound =
      settings.kind === 'http'
        ? compileHttp(context, settings)
        : compileSql(context, certain ? this.#tableOf(use, returned, home, settings) : STAND_IN_TABLE, settings)
    this.#refuseUnused(use, field, bound)
    return bound
  }

  #tableOf(
    use: DirectiveUse,
    returned: string,
    home: Home | undefined,
    settings: SourceSettings,
  ): TableSettings | undefined {
    if (writtenType(use) === '') return this.#tableOfNoType(use, settings)
    // With @provides, the rows are not those of the home.
    if (home?.certain && home.settings !== settings && use.args.query === undefined) return undefined
    if (home ? !home.certain || home.settings !== settings : this.#homes.isMissing(returned)) return STAND_IN_TABLE
    return home?.table
  }

  /** A table that a field names by itself, as a join table; that of a type is written under the `where` of the type. */
  #tableOfNoType(use: DirectiveUse, settings: SourceSettings): TableSettings {
    const table = String(use.args.table)
    const type = this.#homes.typeOfTable(settings, table)
    if (type !== undefined)
      reporter(this.#base.problems, use)(
        'table',
        `the table "${table}" is that of type ${type}.`,
        `Write type: "${type}": its names and its where hold then.`,
      )
    return { table, key: [], where: [] }
  }

  #refuseUnused(use: DirectiveUse, { args, type }: Field, bound: BoundPlan | undefined): void {
    const { problems, definition } = this.#base
    // Rows of what has no table, which has been reported: what else applies is not known.
    if (use.name === 'sql' && !bound) return
    const names = args.map(({ name }) => name)
    const { binding } = bound ?? {}
    const isOfRows = binding?.kind === 'sql' && binding.from.kind === 'table' && !binding.write
    const applied = isOfRows ? appliedArguments(binding, use.args.limit !== undefined) : []
    const isList = isOfRows && binding.list && !binding.page
    const isPage = binding?.kind === 'http' && binding.connection !== undefined
    for (const name of unusedArguments(use, names)) {
      const argument = `${use.coordinate}(${name}:)`
      const position = definition.positions.get(argument)
      if (!position || applied.includes(name) || (isPage && APPLIED_TO_PAGES.includes(name))) continue
      if (isPage && BACKWARD.includes(name))
        problems.add(
          argument,
          position,
          'the pages of an API are read forward only.',
          'Remove it: first and after go on.',
        )
      else if (isList && CURSORS.includes(name))
        problems.add(
          argument,
          position,
          'only a connection has pages.',
          `Return ${getNamedType(type).name}Connection, or remove it.`,
        )
      else problems.add(argument, position, 'the argument is not used.', `Use {$args.${name}}, or remove it.`)
    }
  }

  #checkPlain(type: GraphQLObjectType, field: Field): undefined {
    const { definition, problems } = this.#base
    const coordinate = `${type.name}.${field.name}`
    const position = definition.positions.get(coordinate)
    if (!position) return
    const [argument] = field.args
    if (rootOf(definition.schema, type)) {
      const suggestion = 'Add @http(GET: "/…") or @sql(…).'
      problems.add(coordinate, position, `a field of ${type.name} needs a binding.`, suggestion)
    } else if (argument) {
      const at = `${coordinate}(${argument.name}:)`
      const message = "a field that reads its parent's answer takes no arguments."
      problems.add(at, definition.positions.get(at) ?? position, message, 'Add @http or @sql, or remove the arguments.')
    }
  }
}

const NAME_PAGES = 'Add pages: { page: "page" } or another style, or define the type as the API answers it.'

/** Arguments that say which page of an API's list is wanted. */
const APPLIED_TO_PAGES: readonly string[] = ['first', 'after']
const BACKWARD: readonly string[] = ['last', 'before']
/** What means nothing for a list of rows; `first` is its limit. */
const CURSORS: readonly string[] = ['after', ...BACKWARD]

/** The type that a field writes and does not return; empty for a table of no type. */
function writtenType({ name, args }: DirectiveUse): string | undefined {
  if (name !== 'sql') return undefined
  if (typeof args.type === 'string') return args.type
  const writes = args.insert ?? args.update ?? args.upsert ?? args.delete
  return typeof args.table === 'string' && writes ? '' : undefined
}

function rootOf(schema: GraphQLSchema, type: GraphQLObjectType): 'query' | 'mutation' | undefined {
  if (type === schema.getQueryType()) return 'query'
  return type === schema.getMutationType() ? 'mutation' : undefined
}
