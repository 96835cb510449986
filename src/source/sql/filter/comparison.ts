import type { Column } from '../../catalog.ts'
import type { Converters } from '../convert/convert.ts'
import type { ComparedColumn, Condition } from './condition.ts'
import type { Operand } from './operand.ts'

/** What an operator is applied to. */
export interface Comparison {
  readonly column: ComparedColumn
  /** `undefined` for a column of a query's result. */
  readonly known: Column | undefined
  readonly converters: Converters
  readonly source: string
  readonly negated: boolean
  /** What counts for a comparison that is unknown. */
  readonly unknown: boolean
}

export type Given = Exclude<Operand, { kind: 'absent' }>
/** The condition of an operator; `true` or `false` for all rows or none. */
export type Resolve = (operand: Given, comparison: Comparison) => Condition | boolean
