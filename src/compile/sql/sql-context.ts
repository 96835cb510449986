import type { NamedColumn } from '../../plan/schema-plan.ts'
import type { FilterReader } from '../../plan/sql/sql-filter.ts'
import type { OrderFields } from '../../plan/sql/sql-order.ts'
import type { FilterOperator } from '../../schema/filter-operators.ts'
import type { BindingContext } from '../binding-context.ts'
import type { FindRelation } from './filter/relation.ts'

/** Where an `@sql` stands, and what it needs to know of its surroundings. */
export interface SqlContext extends BindingContext, SqlShared {
  /** Filled with every column that the directive names. */
  readonly columns: NamedColumn[]
  /** The table of the columns, where it is not that of the returned type. */
  readonly relatedTable?: string
}

/** What the directives of one schema share. */
export interface SqlShared {
  /** How input types are read as filters; filled by the directives that name one. */
  readonly filterReaders: Map<string, FilterReader>
  /** The same of input types that are operators of one column. */
  readonly filterOperators: Map<string, ReadonlyMap<string, FilterOperator>>
  /** What the fields of input types order by; filled by the directives that name one. */
  readonly orderFields: Map<string, OrderFields>
  readonly relations: FindRelation
}

export function sqlContext(context: BindingContext, shared: SqlShared): SqlContext {
  const { filterReaders, filterOperators, orderFields, relations } = shared
  return { ...context, filterReaders, filterOperators, orderFields, relations, columns: [] }
}
