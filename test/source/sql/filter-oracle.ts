import type { SqlComparison, SqlFilter } from '../../../src/plan/sql/sql-filter.ts'
import type { ValueTemplate } from '../../../src/plan/template.ts'

/** True, false, or unknown. */
export type Truth = boolean | null

/** A row of the table under test; what its columns hold. */
export interface FilterRow {
  readonly id: bigint
  readonly amount: bigint | null
  readonly name: string | null
  readonly flag: boolean | null
}
type Cell = bigint | string | boolean

/** What LIKE does with the case of letters. */
export type LikeCase = 'exact' | 'ascii'

/** Whether a filter holds for a row, by SQL's three-valued logic; `undefined` where nothing of it is left. */
export function truthOf(filter: SqlFilter, row: FilterRow, likeCase: LikeCase): Truth | undefined {
  if (filter.kind === 'compare') return compareTruth(filter, row, likeCase)
  if (filter.kind === 'input' || filter.kind === 'unknown') throw new Error(`there is no ${filter.kind} here`)
  if (filter.kind === 'not') return negate(truthOf(filter.filter, row, likeCase))
  const parts = filter.filters.map(part => truthOf(part, row, likeCase)).filter(part => part !== undefined)
  if (parts.length === 0) return filter.filters.length === 0 ? filter.kind === 'and' : undefined
  return filter.kind === 'and' ? allOf(parts) : negate(allOf(parts.map(part => negate(part) as Truth)))
}

function negate(truth: Truth | undefined): Truth | undefined {
  return typeof truth === 'boolean' ? !truth : truth
}

function allOf(parts: readonly Truth[]): Truth {
  if (parts.includes(false)) return false
  return parts.includes(null) ? null : true
}

function compareTruth({ column, operator, value }: SqlComparison, row: FilterRow, likeCase: LikeCase) {
  const cell = row[column as keyof FilterRow]
  const operand = literalOf(value)
  if (operand === undefined) return undefined
  switch (operator) {
    case 'eq':
    case 'in':
      return operator === 'eq' && operand === null ? cell === null : oneOf(cell, operand)
    case 'ne':
    case 'notIn':
      return operator === 'ne' && operand === null ? cell !== null : negate(oneOf(cell, operand))
    case 'isNull':
      return typeof operand === 'boolean' ? (cell === null) === operand : null
    case 'like':
    case 'startsWith':
    case 'contains': {
      if (cell === null || typeof operand !== 'string') return null
      return likeRegExp(operator, operand, likeCase).test(String(typeof cell === 'boolean' ? Number(cell) : cell))
    }
    default: {
      const other = asCell(operand, cell)
      if (cell === null || other === undefined) return null
      const order = compareCells(cell, other)
      return { lt: order < 0, lte: order <= 0, gt: order > 0, gte: order >= 0 }[operator]
    }
  }
}

/** The value of a literal; `undefined` for an absent argument. */
function literalOf(value: ValueTemplate): unknown {
  return value.kind === 'literal' ? value.value : undefined
}

function oneOf(cell: Cell | null, operand: unknown): Truth {
  const items: readonly unknown[] = Array.isArray(operand) ? operand : [operand]
  const truths = items.map(item => {
    const other = asCell(item, cell)
    return cell === null || other === undefined ? null : compareCells(cell, other) === 0
  })
  return negate(allOf(truths.map(truth => negate(truth) as Truth))) as Truth
}

/** The operand as the cell's column holds it. A null cell is unknown whatever it is compared with. */
function asCell(operand: unknown, cell: Cell | null): Cell | undefined {
  if (typeof operand === 'object') return undefined
  if (typeof cell === 'string') return String(operand)
  if (typeof cell === 'boolean')
    return [true, 1, '1'].includes(operand as never)
      ? true
      : [false, 0, '0'].includes(operand as never)
        ? false
        : undefined
  if (typeof operand === 'boolean') return undefined
  return /^(0|-?[1-9]\d{0,17})$/.test(String(operand)) ? BigInt(String(operand)) : undefined
}

function compareCells(a: Cell, b: Cell): number {
  if (typeof a === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(String(b)))
  return a < b ? -1 : a > b ? 1 : 0
}

function likeRegExp(operator: 'like' | 'startsWith' | 'contains', text: string, likeCase: LikeCase): RegExp {
  const source =
    operator === 'like'
      ? (text.match(/\\[\s\S]|[\s\S]/gu) ?? []).map(likePart).join('')
      : `${operator === 'contains' ? '.*' : ''}${quote(text)}.*`
  return new RegExp(`^${source}$`, likeCase === 'ascii' ? 'si' : 's')
}

function likePart(part: string): string {
  if (part === '%') return '.*'
  return part === '_' ? '.' : quote(part.length > 1 && part.startsWith('\\') ? part.slice(1) : part)
}

function quote(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
