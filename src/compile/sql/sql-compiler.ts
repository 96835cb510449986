import { getNamedType } from 'graphql'
import type { BoundPlan } from '../../plan/schema-plan.ts'
import type { SqlSourceSettings } from '../../plan/sql/sql-source-settings.ts'
import type { BindingContext } from '../binding-context.ts'
import type { CompileContext } from '../compile-context.ts'
import type { Homes } from '../home.ts'
import type { BindingCompiler, CompiledBinding } from '../source-kind.ts'
import { argumentFields } from './argument-fields.ts'
import { appliedArguments } from './compile-paging.ts'
import { compileSql } from './compile-sql.ts'
import { compileSqlHome, compileTable } from './compile-table.ts'
import { RelationFinder } from './filter/relation-finder.ts'
import { keyedRow } from './keyed-row.ts'
import { type SqlShared, sqlContext } from './sql-context.ts'
import { SqlTables } from './sql-tables.ts'

/** What means nothing for a list of rows; `first` is its limit. */
const CURSORS: readonly string[] = ['after', 'last', 'before']

/** Compiles the `@sql` directives of one schema. */
export class SqlCompiler implements BindingCompiler {
  readonly #homes: Homes
  readonly #tables: SqlTables
  readonly #shared: SqlShared

  constructor(base: CompileContext, homes: Homes) {
    this.#homes = homes
    this.#tables = new SqlTables(base.definition, homes)
    const shared: SqlShared = {
      filterReaders: new Map(),
      filterOperators: new Map(),
      orderFields: new Map(),
      relations: (...field) => relations.find(...field),
    }
    const relations = new RelationFinder(base, homes, this.#tables, shared)
    this.#shared = shared
  }

  compileBinding(context: BindingContext, settings: SqlSourceSettings): CompiledBinding | undefined {
    const table = this.#tables.ofBinding(context, settings)
    const bound = compileSql(sqlContext(context, this.#shared), table, settings)
    const fields = argumentFields({ ...context, ...settings, relations: this.#shared.relations })
    // Rows of what has no table, which has been reported: what else applies is not known.
    if (!bound) return undefined
    const { binding } = bound
    const isOfRows = binding.from.kind === 'table' && !binding.write
    if (!isOfRows) return { bound, argumentFields: fields, applied: [], meaningless: new Map() }
    const applied = appliedArguments(binding, context.use.args.limit !== undefined)
    const isList = binding.list && !binding.page && !binding.aggregate
    const meaningless = new Map(isList ? CURSORS.map(name => [name, noPages(context)]) : [])
    const keyed = keyedRow(context, binding, this.#homes.of(context.returned))
    return { bound, keyed, argumentFields: fields, applied, meaningless }
  }

  compileHome(context: BindingContext, settings: SqlSourceSettings): BoundPlan {
    const { keys } = context
    // The rows of a type are the same for all who ask for one of them.
    const rows = sqlContext({ ...context, keys: undefined }, this.#shared)
    const table = compileTable(rows, settings)
    this.#tables.add(context.coordinate, table)
    return compileSqlHome({ ...rows, keys }, table, settings)
  }
}

function noPages({ type }: BindingContext) {
  const named = type && getNamedType(type).name
  return { message: 'only a connection has pages.', suggestion: `Return ${named}Connection, or remove it.` }
}
