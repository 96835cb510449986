import { refuseValue, textCoercion } from './scalar-coercion.ts'

const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:[Zz]|[+-](?:[01]\d|2[0-3])(?::?[0-5]\d)?)?$/

/** `Time`, a time of day as the clock shows it: `10:15:30`. An offset stays where there is one; none is added. */
export const TIME_SCALAR = textCoercion(readTime, readTime, { numbers: false })

function readTime(value: unknown): string {
  return typeof value === 'string' && TIME.test(value) ? value : refuseValue('a time of day, such as "10:15:30"')
}
