import type { JsonPlace } from '../../../plan/sql/column-term.ts'
import type { SqlRelation } from '../../../plan/sql/sql-filter.ts'
import type { AggregateTerm } from '../aggregate/aggregate-term.ts'
import type { TableId } from '../catalog/table-id.ts'
import { badUserInput } from '../error.ts'
import { MAX_CONDITIONS } from '../limits.ts'
import type { SqlScalar } from '../sql-value.ts'

/**
 * A condition of a statement, its values converted. Negations have moved down to the comparisons: what a database takes
 * as unknown is then as good as false wherever it stands, and so is what the gateway itself knows to be unknown.
 */
export type Condition =
  | CombinedCondition
  | ComparedCondition
  | ListCondition
  | NullCondition
  | LikeCondition
  | ExistsCondition
  | AggregateCondition
  | UntrueCondition
  | ItemsCondition
  | EmptyCondition
  | RegexCondition

/** The name of a column, or a value inside one. */
export type ComparedColumn = string | InsideColumn

interface InsideColumn extends JsonPlace {
  readonly column: string
}

/** Of two or more, none of them of the same kind. */
interface CombinedCondition {
  readonly kind: 'and' | 'or'
  readonly conditions: readonly Condition[]
}

interface ComparedCondition {
  readonly kind: 'compare'
  readonly column: ComparedColumn
  readonly operator: Comparator
  readonly value: SqlScalar
}

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>='

/** `IN` of two or more values, or `NOT IN`. */
export interface ListCondition {
  readonly kind: 'in'
  readonly column: ComparedColumn
  readonly negated: boolean
  readonly values: readonly SqlScalar[]
}

interface NullCondition {
  readonly kind: 'null'
  readonly column: ComparedColumn
  readonly negated: boolean
}

/** A column's text beside another one. */
export interface LikeCondition {
  readonly kind: 'like'
  readonly column: ComparedColumn
  readonly negated: boolean
  /** Equality takes the text as it is; in a pattern, `|` takes the next character so. */
  readonly operator: 'like' | '='
  readonly text: string
  /** Whether the column must be made text first. */
  readonly cast: boolean
  /** Whether its own collation, which matches no pattern, is left aside. */
  readonly plain: boolean
  /** Whether upper and lower case are first made the same. */
  readonly folded: boolean
}

/** Rows of another table that belong to a row. */
export interface RelatedRows {
  readonly table: TableId
  readonly on: SqlRelation['on']
  readonly condition: Condition | undefined
}

/** Whether there are related rows for which the condition is true. */
export interface ExistsCondition extends RelatedRows {
  readonly kind: 'exists'
  readonly negated: boolean
  /** Whether the filter says which ones, beside which related rows there are at all. */
  readonly narrows: boolean
}

/** Rows of another table, each once, that belong to a row, or to what a join table has for it. */
export interface ComputedRows extends Pick<RelatedRows, 'table' | 'on'> {
  /** `false` where there are none. */
  readonly condition: Condition | false | undefined
  /** The rows of the join table. */
  readonly via: RelatedRows | undefined
}

/** Whether what is computed over related rows, of which there may be none, is as the condition says. */
export interface AggregateCondition {
  readonly kind: 'aggregate'
  readonly rows: ComputedRows
  readonly terms: ReadonlyMap<string, AggregateTerm>
  /** Its columns are names of `terms`. */
  readonly having: Condition
}

/** False or unknown. */
interface UntrueCondition {
  readonly kind: 'untrue'
  readonly condition: Condition
}

/** Whether a list has all items of another one, or one of them; whether a range has a value, or what it shares with another one. */
interface ItemsCondition {
  readonly kind: 'items'
  readonly column: ComparedColumn
  readonly negated: boolean
  readonly operator: '@>' | '&&' | '<@'
  /** The other list or range, as the column would hold it, or a value of a range. */
  readonly value: SqlScalar
  /** The type of the value, where the column does not tell it. */
  readonly as?: string | undefined
}

/** Whether nothing is in a list, or in a range. */
export interface EmptyCondition {
  readonly kind: 'empty'
  readonly isRange: boolean
  readonly column: ComparedColumn
  readonly negated: boolean
}

/** Whether a regular expression finds something in a column's text. */
export interface RegexCondition {
  readonly kind: 'regex'
  readonly column: ComparedColumn
  readonly negated: boolean
  readonly text: string
  /** Whether the column must be made text first. */
  readonly cast: boolean
}

/** All of them, or one of them; `true` and `false` are folded away, and a combination within one of its kind. */
export function combine(kind: 'and' | 'or', parts: readonly (Condition | boolean)[]): Condition | boolean {
  const decisive = kind === 'or'
  const conditions: Condition[] = []
  for (const part of parts) {
    if (part === decisive) return decisive
    if (typeof part === 'boolean') continue
    if (part.kind === kind) conditions.push(...part.conditions)
    else conditions.push(part)
  }
  const [only] = conditions
  if (!only) return !decisive
  return conditions.length === 1 ? only : { kind, conditions }
}

/**
 * Whether something is compared, whatever else is true of a row: not in `some: {}`, nor where one of several conditions is enough
 * and compares nothing.
 */
export function narrows(condition: Condition | boolean): boolean {
  if (typeof condition === 'boolean') return !condition
  switch (condition.kind) {
    case 'and':
      return condition.conditions.some(narrows)
    case 'or':
      return condition.conditions.every(narrows)
    case 'exists':
      return condition.narrows
    case 'untrue':
      return narrows(condition.condition)
    default:
      return true
  }
}

/** Whether rows of the table are read in a subquery. */
export function readsTable(condition: Condition, table: TableId): boolean {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.conditions.some(part => readsTable(part, table))
    case 'exists':
      return areOfTable(condition, table)
    case 'aggregate': {
      const { rows } = condition
      return areOfTable(rows, table) || (rows.via !== undefined && areOfTable(rows.via, table))
    }
    case 'untrue':
      return readsTable(condition.condition, table)
    default:
      return false
  }
}

function areOfTable({ table, condition }: Pick<ComputedRows, 'table' | 'condition'>, other: TableId): boolean {
  return table.join('\n') === other.join('\n') || (condition ? readsTable(condition, other) : false)
}

/** Throws SourceError for more than a statement may have. */
export function refuseManyConditions(condition: Condition, source: string): void {
  if (conditionSize(condition) > MAX_CONDITIONS)
    throw badUserInput(`The filter has more than ${MAX_CONDITIONS} conditions.`, source)
}

/** How many comparisons and subqueries there are in it. */
function conditionSize(condition: Condition): number {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.conditions.reduce((size, part) => size + conditionSize(part), 0)
    case 'exists':
      return rowsSize(condition)
    case 'aggregate': {
      const { rows, having } = condition
      return rowsSize(rows) + (rows.via ? rowsSize(rows.via) : 0) + conditionSize(having)
    }
    case 'untrue':
      return 1 + conditionSize(condition.condition)
    default:
      return 1
  }
}

function rowsSize({ on, condition }: Pick<ComputedRows, 'on' | 'condition'>): number {
  return 1 + on.length + (condition ? conditionSize(condition) : 0)
}
