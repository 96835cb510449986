import { refuseValue, textCoercion } from './scalar-coercion.ts'

const DECIMAL = /^-?(?:0|[1-9]\d{0,999})(?:\.\d{1,1000})?$/
const SCIENTIFIC = /^(-?\d)(?:\.(\d+))?e([+-]\d{1,3})$/i

/**
 * `Decimal`, a number with a decimal point. It is answered as text, with the digits of an upstream's text or column
 * (`"12.50"`), or those of the double that a JSON number is read as; text and numbers are taken.
 */
export const DECIMAL_SCALAR = textCoercion(readDecimal, readDecimal, { numbers: true })

function readDecimal(value: unknown): string {
  const isNumber = typeof value === 'number' || typeof value === 'bigint'
  const text = isNumber ? withoutExponent(String(value)) : value
  return typeof text === 'string' && DECIMAL.test(text) ? text : refuseValue('a decimal number, such as "12.50"')
}

/** `1e-7` is `0.0000001`: the digits are those of the shortest text, which is what was meant. */
function withoutExponent(text: string): string {
  const [, whole, fraction = '', exponent] = SCIENTIFIC.exec(text) ?? []
  if (whole === undefined) return text
  const places = fraction.length - Number(exponent)
  const digits = whole + fraction
  if (places <= 0) return digits + '0'.repeat(-places)
  const sign = digits.startsWith('-') ? '-' : ''
  return `${sign}0.${digits.slice(sign.length).padStart(places, '0')}`
}
