import type {
  SqlAggregateFilter,
  SqlComparison,
  SqlFilter,
  SqlRelatedFilter,
  SqlRelation,
} from '../../../src/plan/sql/sql-filter.ts'
import type { SqlTerm } from '../../../src/plan/sql/sql-terms.ts'
import type { ValueTemplate } from '../../../src/plan/template.ts'

/** True, false, or unknown because of a null in the row. */
type Truth = boolean | null

/** What a filter is at worst and at best, whatever a value that its column can't hold were; `undefined` if nothing is left of it. */
type Bounds = readonly [lower: Truth, upper: Truth] | undefined

/** A row of the table under test; what its columns hold. */
export interface FilterRow {
  readonly id: bigint
  /** The id of another row, or of none. */
  readonly parent: bigint | null
  readonly amount: bigint | null
  readonly name: string | null
  readonly flag: boolean | null
}
type Cell = bigint | string | boolean

/** What LIKE makes of letters and flags. */
export interface LikeRules {
  readonly ignoresCase: boolean
  /** The text of false and of true. */
  readonly flags: readonly [string, string]
}

export interface OracleTable {
  readonly rows: readonly FilterRow[]
  readonly like: LikeRules
}

/** The rows that a filter finds: those for which it is true by SQL's three-valued logic, whatever the unknown values are. */
export function rowsFound(filter: SqlFilter, table: OracleTable): readonly FilterRow[] {
  return table.rows.filter(row => {
    const bounds = boundsOf(filter, row, table)
    return bounds === undefined || bounds[0] === true
  })
}

function boundsOf(filter: SqlFilter, row: FilterRow, table: OracleTable): Bounds {
  switch (filter.kind) {
    case 'compare':
      return compareBounds(filter, row, table)
    case 'related':
      return relatedBounds(filter, row, table)
    case 'aggregate':
      return aggregateBounds(filter, row, table)
    case 'not':
      return negate(boundsOf(filter.filter, row, table))
    case 'and':
    case 'or': {
      const parts = filter.filters.map(part => boundsOf(part, row, table)).filter(part => part !== undefined)
      if (parts.length === 0 && filter.filters.length > 0) return undefined
      return filter.kind === 'and' ? allOf(parts) : anyOf(parts)
    }
    default:
      throw new Error(`there is no ${filter.kind} here`)
  }
}

function relatedBounds({ relation, quantifier, filter }: SqlRelatedFilter, row: FilterRow, table: OracleTable): Bounds {
  const visible = relatedRows(relation, row, table)
  // Whether anything is left of a filter is the same for every row.
  if (boundsOf(filter, row, table) === undefined) return undefined
  const bounds = visible.map(other => boundsOf(filter, other, table) ?? [true, true])
  const collapsed = bounds
    .map(([lower, upper]): Bounds => [lower === true, upper === true])
    .filter(each => each !== undefined)
  if (quantifier === 'every') return allOf(collapsed)
  return quantifier === 'some' ? anyOf(collapsed) : negate(anyOf(collapsed))
}

/** Of a filter in which nothing is unknown but for nulls in rows. */
function aggregateBounds(
  { relation, filter, having, terms }: SqlAggregateFilter,
  row: FilterRow,
  table: OracleTable,
): Bounds {
  const counted = relatedRows(relation, row, table).filter(other => {
    const bounds = filter && boundsOf(filter, other, table)
    return bounds === undefined || bounds[0] === true
  })
  const once = counted.filter((each, at) => counted.indexOf(each) === at)
  const computed = Object.fromEntries([...terms].map(([id, term]) => [id, termOf(term, once)]))
  return boundsOf(having, computed as unknown as FilterRow, table)
}

function termOf({ name, column }: SqlTerm, rows: readonly FilterRow[]): bigint | null {
  if (column === undefined) return BigInt(rows.length)
  const values = rows.map(each => each[column as 'amount']).filter(value => value !== null)
  if (name === 'countDistinct') return BigInt(new Set(values).size)
  const [first] = values
  if (first === undefined) return null
  if (name === 'sum') return values.reduce((sum, value) => sum + value, 0n)
  return values.reduce((most, value) => ((name === 'max') === value > most ? value : most), first)
}

function relatedRows({ on, where, via }: SqlRelation, row: FilterRow, table: OracleTable): readonly FilterRow[] {
  if (via) return relatedRows(via, row, table).flatMap(joined => relatedRows({ table: '', on, where }, joined, table))
  const cell = (of: FilterRow, column: string) => of[column as keyof FilterRow]
  return table.rows
    .filter(other =>
      on.every(each => cell(row, each.column) !== null && cell(row, each.column) === cell(other, each.related)),
    )
    .filter(other => where.every(part => boundsOf(part, other, table)?.[0] === true))
}

function not(truth: Truth): Truth {
  return truth === null ? null : !truth
}

function negate(bounds: Bounds): Bounds {
  return bounds && [not(bounds[1]), not(bounds[0])]
}

function allOf(parts: readonly NonNullable<Bounds>[]): NonNullable<Bounds> {
  return [andOf(parts.map(([lower]) => lower)), andOf(parts.map(([, upper]) => upper))]
}

function anyOf(parts: readonly NonNullable<Bounds>[]): NonNullable<Bounds> {
  const none = (truths: readonly Truth[]) => not(andOf(truths.map(not)))
  return [none(parts.map(([lower]) => lower)), none(parts.map(([, upper]) => upper))]
}

function andOf(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false
  return truths.includes(null) ? null : true
}

function exactly(truth: Truth): NonNullable<Bounds> {
  return [truth, truth]
}

const UNKNOWN: NonNullable<Bounds> = [false, true]

function compareBounds({ column, operator, value }: SqlComparison, row: FilterRow, table: OracleTable): Bounds {
  const cell = row[column as keyof FilterRow]
  const operand = literalOf(value)
  if (operand === undefined) return undefined
  switch (operator) {
    case 'eq':
    case 'in':
      return operator === 'eq' && operand === null ? exactly(cell === null) : oneOf(column, cell, operand)
    case 'ne':
    case 'notIn':
      return operator === 'ne' && operand === null ? exactly(cell !== null) : negate(oneOf(column, cell, operand))
    case 'isNull':
      return typeof operand === 'boolean' ? exactly((cell === null) === operand) : UNKNOWN
    case 'like':
    case 'startsWith':
    case 'contains':
    case 'endsWith':
    case 'eqText':
    case 'startsWithText':
    case 'endsWithText':
    case 'containsText': {
      if (typeof operand !== 'string') return UNKNOWN
      if (cell === null) return exactly(null)
      const text = typeof cell === 'boolean' ? table.like.flags[cell ? 1 : 0] : String(cell)
      return exactly(matchesText(operator, text, operand, table.like))
    }
    case 'has':
    case 'hasEvery':
    case 'hasSome':
    case 'isEmpty':
    case 'overlaps':
    case 'covers':
    case 'within':
    case 'regex':
      throw new Error(`no column here is asked by ${operator}`)
    default: {
      const other = asCell(operand, column)
      if (other === undefined) return UNKNOWN
      if (cell === null) return exactly(null)
      const order = compareCells(cell, other)
      return exactly({ lt: order < 0, lte: order <= 0, gt: order > 0, gte: order >= 0 }[operator])
    }
  }
}

/** The value of a literal; `undefined` for an absent argument. */
function literalOf(value: ValueTemplate): unknown {
  return value.kind === 'literal' ? value.value : undefined
}

function oneOf(column: string, cell: Cell | null, operand: unknown): NonNullable<Bounds> {
  if (operand === null) return UNKNOWN
  const items: readonly unknown[] = Array.isArray(operand) ? operand : [operand]
  return anyOf(
    items.map(item => {
      const other = asCell(item, column)
      if (other === undefined) return UNKNOWN
      return exactly(cell === null ? null : compareCells(cell, other) === 0)
    }),
  )
}

/** The operand as the column holds it. */
function asCell(operand: unknown, column: string): Cell | undefined {
  if (typeof operand === 'object') return undefined
  if (column === 'name') return String(operand)
  if (column === 'flag') {
    if ([true, 1, '1'].includes(operand as never)) return true
    return [false, 0, '0'].includes(operand as never) ? false : undefined
  }
  if (typeof operand === 'boolean') return undefined
  return /^(0|-?[1-9]\d{0,17})$/.test(String(operand)) ? BigInt(String(operand)) : undefined
}

function compareCells(a: Cell, b: Cell): number {
  if (typeof a === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(String(b)))
  return a < b ? -1 : a > b ? 1 : 0
}

function matchesText(operator: string, text: string, operand: string, rules: LikeRules): boolean {
  const plain = operator.replace(/Text$/, '')
  const ignoresCase = plain !== operator || (rules.ignoresCase && operator !== 'eq')
  // SQLite's own LIKE folds the letters of ASCII alone; both rules differ only beyond these.
  const fold = plain !== operator ? (each: string) => each.toUpperCase() : lowerAscii
  const [own, other] = ignoresCase ? [fold(text), fold(operand)] : [text, operand]
  switch (plain) {
    case 'eq':
      return own === other
    case 'startsWith':
      return own.startsWith(other)
    case 'endsWith':
      return own.endsWith(other)
    case 'contains':
      return own.includes(other)
    default:
      return new RegExp(`^${(other.match(/\\[\s\S]|[\s\S]/gu) ?? []).map(likePart).join('')}$`, 's').test(own)
  }
}

function lowerAscii(text: string): string {
  return text.replace(/[A-Z]/g, letter => letter.toLowerCase())
}

function likePart(part: string): string {
  if (part === '%') return '.*'
  return part === '_' ? '.' : quote(part.length > 1 && part.startsWith('\\') ? part.slice(1) : part)
}

function quote(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
