import type { Decimal } from '../sql-value.ts'

const DECIMAL = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?$/
/** Most digits before and behind the point: twice those of MySQL's DECIMAL, and those of PostgreSQL's `numeric`. */
const MOST_DIGITS = [128, 127] as const
const MOST_NUMERIC_DIGITS = [131_072, 16_383] as const
const SCIENTIFIC = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/

/** `7`, `'7.50'` and `7.5` come out as their shortest text; no double stands between. */
export function convertDecimal(
  value: unknown,
  [mostWhole, mostFraction]: readonly [number, number] = MOST_DIGITS,
): Decimal | undefined {
  const text = readText(value)
  const match = text === undefined || text.length > mostWhole + mostFraction + 2 ? null : DECIMAL.exec(text)
  if (!match) return undefined
  const [, sign = '', whole = '', digits = ''] = match
  if (whole.length > mostWhole || digits.length > mostFraction) return undefined
  const fraction = withoutZeros(digits)
  const unsigned = fraction === '' ? whole : `${whole}.${fraction}`
  return { decimal: unsigned === '0' ? '0' : sign + unsigned }
}

const NOT_FINITE: ReadonlySet<unknown> = new Set(['NaN', 'Infinity', '-Infinity'])

/** PostgreSQL's `numeric` may be infinite, or no number. */
export function convertNumeric(value: unknown): Decimal | undefined {
  const text = typeof value === 'number' ? String(value) : value
  return NOT_FINITE.has(text) ? { decimal: String(text) } : convertDecimal(value, MOST_NUMERIC_DIGITS)
}

/** An expression would go through many zeros in front of another digit once for each of them. */
function withoutZeros(digits: string): string {
  let end = digits.length
  while (digits[end - 1] === '0') end--
  return digits.slice(0, end)
}

function readText(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'bigint') return String(value)
  return typeof value === 'number' && Number.isFinite(value) ? withoutExponent(String(value)) : undefined
}

function withoutExponent(text: string): string {
  const match = SCIENTIFIC.exec(text)
  if (!match) return text
  const [, sign, first = '', rest = '', exponent] = match
  const digits = first + rest
  const point = 1 + Number(exponent)
  return point > 0 ? `${sign}${digits.padEnd(point, '0')}` : `${sign}0.${'0'.repeat(-point)}${digits}`
}
