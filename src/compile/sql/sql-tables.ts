import type { SourceSettings } from '../../plan/source-settings.ts'
import type { SchemaDefinition } from '../../schema/definition.ts'
import type { BindingContext } from '../binding-context.ts'
import type { Homes } from '../home.ts'
import { executes } from './compile-execute.ts'
import { STAND_IN_TABLE, type TableSettings } from './compile-table.ts'
import { writtenType } from './compile-write.ts'

/** The tables of a schema's types. */
export class SqlTables {
  readonly #definition: SchemaDefinition
  readonly #homes: Homes
  readonly #ofTypes = new Map<string, TableSettings>()

  constructor(definition: SchemaDefinition, homes: Homes) {
    this.#definition = definition
    this.#homes = homes
  }

  add(typeName: string, table: TableSettings): void {
    this.#ofTypes.set(typeName, table)
  }

  /** The table of the type's home. */
  ofType(typeName: string): TableSettings | undefined {
    // Its home is what adds it.
    this.#homes.of(typeName)
    return this.#ofTypes.get(typeName)
  }

  /** The table of what a field answers or writes; a stand-in where another mistake hides it. */
  ofBinding(context: BindingContext, settings: SourceSettings): TableSettings | undefined {
    const { use, returned, certain } = context
    if (!certain) return STAND_IN_TABLE
    if (writtenType(use) === '') return this.#ofNoType(context, settings)
    const home = this.#homes.of(returned)
    // With @provides, the rows are not those of the home.
    const isOwn = use.args.query !== undefined || executes(use)
    if (home?.certain && home.settings !== settings && !isOwn) return undefined
    if (home ? !home.certain || home.settings !== settings : this.#homes.isMissing(returned)) return STAND_IN_TABLE
    return this.ofType(returned)
  }

  /** A table that a field names by itself, as a join table; that of a type is written under the `where` of the type. */
  #ofNoType({ use, report }: BindingContext, settings: SourceSettings): TableSettings {
    const table = String(use.args.table)
    const type = this.#typeOf(settings, table)
    if (type !== undefined)
      report(
        'table',
        `the table "${table}" is that of type ${type}.`,
        `Write type: "${type}": its names and its where hold then.`,
      )
    return { table, key: [], where: [] }
  }

  /** The type whose objects are rows of the table. */
  #typeOf(settings: SourceSettings, table: string): string | undefined {
    const names = [...this.#definition.directives.keys()].filter(coordinate => !coordinate.includes('.'))
    return names.find(name => this.#homes.of(name)?.settings === settings && this.ofType(name)?.table === table)
  }
}
