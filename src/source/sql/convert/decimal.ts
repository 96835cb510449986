import type { Decimal } from '../sql-value.ts'

const DECIMAL = /^(-?)(0|[1-9]\d{0,127})(?:\.(\d{1,127}))?$/
const SCIENTIFIC = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/

/** `7`, `'7.50'` and `7.5` come out as their shortest text; no double stands between. */
export function convertDecimal(value: unknown): Decimal | undefined {
  const text = readText(value)
  const match = text === undefined ? null : DECIMAL.exec(text)
  if (!match) return undefined
  const [, sign = '', whole = '', digits = ''] = match
  const fraction = digits.replace(/0+$/, '')
  const unsigned = fraction === '' ? whole : `${whole}.${fraction}`
  return { decimal: unsigned === '0' ? '0' : sign + unsigned }
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
