import type { AggregateName } from '../../../src/plan/sql/sql-aggregate.ts'

/** A row with what functions are applied to; decimals as whole hundredths. */
export interface AggregateRow {
  readonly parent: number | null
  readonly whole: bigint | null
  readonly cents: bigint | null
  readonly float: number | null
  readonly name: string | null
}

type Columns = Omit<AggregateRow, 'parent'>

/** What a function makes of the values of a column, as SQL has it: nulls don't count. Exact sums are decimal texts. */
export function computed(name: AggregateName, column: keyof Columns, rows: readonly AggregateRow[]): unknown {
  const values = rows.map(row => row[column]).filter(value => value !== null)
  if (name === 'countDistinct') return new Set(values).size
  if (values.length === 0) return null
  if (name === 'min' || name === 'max') {
    const sorted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    return shown(column, (name === 'min' ? sorted[0] : sorted.at(-1)) as bigint | number | string)
  }
  if (column === 'float' || name !== 'sum') {
    const numbers = values.map(value => (column === 'cents' ? Number(value) / 100 : Number(value)))
    return ofNumbers(name, numbers)
  }
  return shown(
    column,
    (values as bigint[]).reduce((sum, value) => sum + value, 0n),
  )
}

function ofNumbers(name: AggregateName, numbers: readonly number[]): number | null {
  const sum = numbers.reduce((total, value) => total + value, 0)
  const mean = sum / numbers.length
  if (name === 'sum') return sum
  if (name === 'avg') return mean
  if (numbers.length < 2) return null
  const variance = numbers.reduce((total, value) => total + (value - mean) ** 2, 0) / (numbers.length - 1)
  return name === 'variance' ? variance : Math.sqrt(variance)
}

/** The shortest text of a decimal; integers are as they are. */
function shown(column: keyof Columns, value: bigint | number | string): unknown {
  if (typeof value !== 'bigint') return value
  return column === 'cents' ? decimalText(value) : String(value)
}

export function decimalText(cents: bigint): string {
  const digits = String(cents < 0n ? -cents : cents).padStart(3, '0')
  const fraction = digits.slice(-2).replace(/0+$/, '')
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}${fraction === '' ? '' : `.${fraction}`}`
}
