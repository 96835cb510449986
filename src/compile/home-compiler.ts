import type { GraphQLNamedType } from 'graphql'
import type { BoundPlan } from '../plan/schema-plan.ts'
import type { SourceSettings } from '../plan/source-settings.ts'
import type { DirectiveUse } from '../schema/definition.ts'
import type { BindingContext } from './binding-context.ts'
import { type CompileContext, chooseSource } from './compile-context.ts'
import { compileHttp } from './http/compile-http.ts'
import { KeyParts } from './key-parts.ts'
import { reporter } from './problem-list.ts'
import { compileSqlHome, compileTable, type TableSettings } from './sql/compile-table.ts'

export interface Home {
  readonly bound: BoundPlan
  readonly settings: SourceSettings
  /** Whether its source is the right one; if not, that has been reported. */
  readonly certain: boolean
  /** The rows of a type with a table. */
  readonly table: TableSettings | undefined
}

/** Compiles the directives on types, each once. */
export class HomeCompiler {
  readonly #base: CompileContext
  readonly #homes = new Map<string, Home | undefined>()
  readonly #compiling = new Set<string>()

  constructor(base: CompileContext) {
    this.#base = base
  }

  /** The home of a type, or undefined. */
  of(typeName: string): Home | undefined {
    if (!this.#homes.has(typeName)) {
      this.#compiling.add(typeName)
      this.#homes.set(typeName, this.#compile(typeName))
      this.#compiling.delete(typeName)
    }
    return this.#homes.get(typeName)
  }

  /** Whether the type's own directive is what is being compiled. */
  isCompiling(typeName: string): boolean {
    return this.#compiling.has(typeName)
  }

  /** Whether the type has no home only because something is wrong with it. */
  isMissing(typeName: string): boolean {
    if (this.of(typeName)) return false
    const { definition, problems } = this.#base
    return problems.has(typeName) || (definition.directives.get(typeName) ?? []).some(({ name }) => name !== 'map')
  }

  /** The type whose objects are rows of the table. */
  typeOfTable(settings: SourceSettings, table: string): string | undefined {
    const names = [...this.#base.definition.directives.keys()].filter(coordinate => !coordinate.includes('.'))
    return names.find(name => {
      const home = this.of(name)
      return home?.settings === settings && home.table?.table === table
    })
  }

  #compile(typeName: string): Home | undefined {
    const { definition, problems } = this.#base
    const [use, second] = (definition.directives.get(typeName) ?? []).filter(({ name }) => name !== 'map')
    if (!use) return undefined
    if (second) reporter(problems, second)(undefined, 'a type has one home.', 'Keep one of @http and @sql.')
    const report = reporter(problems, use)
    if (isRoot(this.#base, definition.schema.getType(typeName))) {
      report(
        undefined,
        `${typeName} is no type of objects that are loaded by a key.`,
        `Put @${use.name} on its fields.`,
      )
      return undefined
    }
    const chosen = chooseSource(this.#base, use, undefined, report)
    if (!chosen) return undefined
    const { settings, certain } = chosen
    const context = this.#context(typeName, use, settings)
    const home = settings.kind === 'sql' ? this.#sqlHome(context, settings) : this.#httpHome(context, settings)
    return home && { ...home, certain }
  }

  #sqlHome(context: BindingContext, settings: SourceSettings & { kind: 'sql' }): Omit<Home, 'certain'> {
    const table = compileTable(context)
    const home = { ...context, keys: new KeyParts(this.#base.names, context.returned) }
    return { bound: compileSqlHome(home, table, settings), settings, table }
  }

  #httpHome(context: BindingContext, settings: SourceSettings & { kind: 'http' }): Omit<Home, 'certain'> | undefined {
    const bound = compileHttp(context, settings)
    if (bound?.binding.kind !== 'http') return undefined
    const { method } = bound.binding
    if (method !== 'GET' && method !== 'POST')
      context.report(
        method,
        `a home is read with GET or POST, not ${method}.`,
        'Write GET: "/path?id={$batch.id}", by: "id".',
      )
    if (bound.key.length === 0 && !this.#base.problems.has(context.coordinate))
      context.report(method, 'a home needs its key.', 'Write {$batch.id} and by: "id", or {$this.id}.')
    return { bound, settings, table: undefined }
  }

  #context(typeName: string, use: DirectiveUse, settings: SourceSettings): BindingContext {
    const { names, problems, environment, shapes, filterReaders, relations } = this.#base
    return {
      coordinate: typeName,
      use,
      names,
      type: undefined,
      returned: typeName,
      connection: undefined,
      root: undefined,
      keys: settings.kind === 'http' ? new KeyParts(names, typeName) : undefined,
      columns: [],
      args: undefined,
      report: reporter(problems, use),
      environment,
      shapes,
      filterReaders,
      relations,
      source: settings.name,
    }
  }
}

function isRoot({ definition: { schema } }: CompileContext, type: GraphQLNamedType | undefined): boolean {
  return type !== undefined && (type === schema.getQueryType() || type === schema.getMutationType())
}
