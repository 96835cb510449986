import { type GraphQLField, type GraphQLObjectType, type GraphQLSchema, getNamedType } from 'graphql'
import type { DirectiveUse } from '../schema/definition.ts'
import { type CompileBase, chooseSource } from './compile-base.ts'
import type { Home, HomeCompiler } from './home-compiler.ts'
import { compileHttp } from './http/compile-http.ts'
import { KeyParts } from './key-parts.ts'
import { reporter } from './problems.ts'
import type { BoundPlan, FieldPlan, TypePlan } from './schema-plan.ts'
import type { SourceSettings } from './source-settings.ts'
import { compileSql } from './sql/compile-sql.ts'
import { STAND_IN_TABLE, type TableSettings } from './sql/compile-table.ts'
import { unusedArguments } from './unused-arguments.ts'

type Field = GraphQLField<unknown, unknown>

/** Compiles the fields of object types: a binding each, or where a plain field stands in its parent's answer. */
export class FieldCompiler {
  readonly #base: CompileBase
  readonly #homes: HomeCompiler

  constructor(base: CompileBase, homes: HomeCompiler) {
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
    }
  }

  #compileBinding(type: GraphQLObjectType, field: Field, use: DirectiveUse): BoundPlan | undefined {
    const { definition, names, problems, environment, shapes, filterReaders } = this.#base
    const { coordinate } = use
    const report = reporter(problems, use)
    const returned = getNamedType(field.type).name
    const home = this.#homes.of(returned)
    const chosen = chooseSource(this.#base, use, home?.settings, report)
    if (!chosen) return undefined
    const { settings, certain } = chosen
    if (home?.certain && certain && home.settings !== settings) {
      report(
        use.args.source === undefined ? undefined : 'source',
        `${returned} has its home in the source "${home.settings.name}", and this binding reads "${settings.name}".`,
        `Bind it to "${home.settings.name}", or return a type without a home.`,
      )
    }
    const root = rootOf(definition.schema, type)
    const site = {
      coordinate,
      use,
      names,
      type: field.type,
      returned,
      root,
      keys: root ? undefined : new KeyParts(names, type.name),
      columns: [],
      args: field.args,
      report,
      environment,
      shapes,
      filterReaders,
      source: settings.name,
    }
    const bound =
      settings.kind === 'http'
        ? compileHttp(site, settings)
        : compileSql(site, certain ? this.#tableOf(returned, home, settings) : STAND_IN_TABLE, settings)
    this.#refuseUnused(use, field, bound)
    return bound
  }

  #tableOf(returned: string, home: Home | undefined, settings: SourceSettings): TableSettings | undefined {
    if (home ? !home.certain || home.settings !== settings : this.#homes.isMissing(returned)) return STAND_IN_TABLE
    return home?.table
  }

  #refuseUnused(use: DirectiveUse, { args }: Field, bound: BoundPlan | undefined): void {
    const { problems, definition } = this.#base
    const names = args.map(({ name }) => name)
    for (const name of unusedArguments(use, names)) {
      const argument = `${use.coordinate}(${name}:)`
      const position = definition.positions.get(argument)
      if (position && !appliesByItself(name, use, bound))
        problems.add(argument, position, 'the argument is not used.', `Use {$args.${name}}, or remove it.`)
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

/** `where` and `orderBy` of rows of a table, and `limit` and `offset` of a list of them that does not say its own. */
function appliesByItself(name: string, use: DirectiveUse, bound: BoundPlan | undefined): boolean {
  if (bound?.binding.kind !== 'sql' || bound.binding.from.kind !== 'table') return false
  if (name === 'where' || name === 'orderBy') return true
  return (name === 'limit' || name === 'offset') && use.args[name] === undefined && bound.list
}

function rootOf(schema: GraphQLSchema, type: GraphQLObjectType): 'query' | 'mutation' | undefined {
  if (type === schema.getQueryType()) return 'query'
  return type === schema.getMutationType() ? 'mutation' : undefined
}
