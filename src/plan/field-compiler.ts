import { type GraphQLField, type GraphQLObjectType, type GraphQLSchema, getNamedType } from 'graphql'
import type { DirectiveUse } from '../schema/definition.ts'
import { type CompileBase, chooseSource } from './compile-base.ts'
import type { Home, HomeCompiler } from './home-compiler.ts'
import { compileHttp } from './http/compile-http.ts'
import { KeyParts } from './key-parts.ts'
import { reporter } from './problems.ts'
import type { BoundPlan, FieldPlan, TypePlan } from './schema-plan.ts'
import { compileSql } from './sql/compile-sql.ts'

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

  #compileField(type: GraphQLObjectType, field: GraphQLField<unknown, unknown>): FieldPlan {
    const coordinate = `${type.name}.${field.name}`
    const uses = this.#base.definition.directives.get(coordinate) ?? []
    const [binding, second] = uses.filter(({ name }) => name === 'http' || name === 'sql')
    if (second)
      reporter(this.#base.problems, coordinate, second)(
        undefined,
        'a field has one binding.',
        'Keep one of @http and @sql.',
      )
    const map = uses.find(({ name }) => name === 'map')
    if (map && binding)
      reporter(this.#base.problems, coordinate, map)(
        undefined,
        '@map reads the parent, and a bound field does not.',
        'Remove @map; select: names the value inside the answer.',
      )
    return {
      coordinate,
      name: field.name,
      type: field.type,
      bound: binding ? this.#compileBinding(type, field, binding) : this.#refuseUnbound(type, field),
      paths: this.#base.names.fieldPaths(type.name, field.name),
    }
  }

  #compileBinding(
    type: GraphQLObjectType,
    field: GraphQLField<unknown, unknown>,
    use: DirectiveUse,
  ): BoundPlan | undefined {
    const { definition, names, problems, environment, shapes } = this.#base
    const coordinate = `${type.name}.${field.name}`
    const report = reporter(problems, coordinate, use)
    const returned = getNamedType(field.type).name
    const home = this.#homes.of(returned)
    const settings = chooseSource(this.#base, use, home?.settings, report)
    if (!settings) return undefined
    if (home && home.settings !== settings) {
      const where = `${returned} has its home in the source "${home.settings.name}"`
      report(
        undefined,
        `${where}, but this binding reads "${settings.name}".`,
        'Return a type without a home, or bind the field to its source.',
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
      args: field.args,
      report,
      environment,
      shapes,
      source: settings.name,
      usedArguments: new Set<string>(),
    }
    const bound =
      settings.kind === 'http'
        ? compileHttp(site, settings)
        : compileSql(site, sameSource(home, settings.name)?.table, settings)
    for (const { name } of field.args)
      if (!site.usedArguments.has(name))
        report(undefined, `the argument "${name}" is not used.`, `Use {$args.${name}}, or remove it.`)
    return bound
  }

  #refuseUnbound(type: GraphQLObjectType, field: GraphQLField<unknown, unknown>): undefined {
    const { definition, problems } = this.#base
    const coordinate = `${type.name}.${field.name}`
    const position = definition.positions.get(coordinate)
    if (!position) return undefined
    if (rootOf(definition.schema, type))
      problems.add(coordinate, position, 'a field of a root type needs a binding.', 'Add @http(GET: "/…") or @sql(…).')
    else if (field.args.length > 0)
      problems.add(
        coordinate,
        position,
        'a plain field takes no arguments.',
        'Add a binding that uses them, or remove them.',
      )
    return undefined
  }
}

function sameSource(home: Home | undefined, source: string): Home | undefined {
  return home?.settings.name === source ? home : undefined
}

function rootOf(schema: GraphQLSchema, type: GraphQLObjectType): 'query' | 'mutation' | undefined {
  if (type === schema.getQueryType()) return 'query'
  return type === schema.getMutationType() ? 'mutation' : undefined
}
