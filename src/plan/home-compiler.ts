import type { DirectiveUse } from '../schema/definition.ts'
import type { BindingSite } from './binding-site.ts'
import { type CompileBase, chooseSource } from './compile-base.ts'
import { compileHttp } from './http/compile-http.ts'
import { KeyParts } from './key-parts.ts'
import { reporter } from './problems.ts'
import type { BoundPlan } from './schema-plan.ts'
import type { SourceSettings } from './source-settings.ts'
import { compileSqlHome, compileTable, type TableSettings } from './sql/compile-sql.ts'

export interface Home {
  readonly bound: BoundPlan
  readonly settings: SourceSettings
  /** The rows of a type with a table. */
  readonly table: TableSettings | undefined
}

/** Compiles the directives on types, each once. */
export class HomeCompiler {
  readonly #base: CompileBase
  readonly #homes = new Map<string, Home | undefined>()

  constructor(base: CompileBase) {
    this.#base = base
  }

  /** The home of a type, or undefined. */
  of(typeName: string): Home | undefined {
    if (!this.#homes.has(typeName)) this.#homes.set(typeName, this.#compile(typeName))
    return this.#homes.get(typeName)
  }

  #compile(typeName: string): Home | undefined {
    const { definition, problems } = this.#base
    const uses = (definition.directives.get(typeName) ?? []).filter(({ name }) => name !== 'map')
    const [use, second] = uses
    if (!use) return undefined
    if (second) reporter(problems, typeName, second)(undefined, 'a type has one home.', 'Keep one of @http and @sql.')
    const report = reporter(problems, typeName, use)
    const settings = chooseSource(this.#base, use, undefined, report)
    if (!settings) return undefined
    const site = this.#site(typeName, use, settings)
    return settings.kind === 'sql' ? this.#sqlHome(site, settings) : this.#httpHome(site, settings)
  }

  #sqlHome(site: BindingSite, settings: SourceSettings & { kind: 'sql' }): Home {
    const table = compileTable(site)
    const home = { ...site, keys: new KeyParts(this.#base.names, site.returned) }
    return { bound: compileSqlHome(home, table, settings), settings, table }
  }

  #httpHome(site: BindingSite, settings: SourceSettings & { kind: 'http' }): Home | undefined {
    const bound = compileHttp(site, settings)
    if (!bound) return undefined
    if (bound.binding.kind === 'http' && bound.binding.method !== 'GET')
      site.report(
        undefined,
        'a home is read with GET.',
        'Use GET: "/path?id={$batch.id}" with by, or GET: "/path/{$this.id}".',
      )
    if (bound.key.length !== 1)
      site.report(undefined, 'a home needs its key in the URL.', 'Write {$batch.id} with by: "id", or {$this.id}.')
    return { bound, settings, table: undefined }
  }

  #site(typeName: string, use: DirectiveUse, settings: SourceSettings): BindingSite {
    const { names, problems, environment, shapes } = this.#base
    return {
      coordinate: typeName,
      use,
      names,
      type: undefined,
      returned: typeName,
      root: undefined,
      keys: settings.kind === 'http' ? new KeyParts(names, typeName) : undefined,
      args: undefined,
      report: reporter(problems, typeName, use),
      environment,
      shapes,
      source: settings.name,
      usedArguments: new Set(),
    }
  }
}
