import type { Column } from '../../catalog.ts'
import { convertAny, numberOf } from '../convert/any.ts'
import { convertBinary } from '../convert/binary.ts'
import { convertDateTime, hasOffset } from '../convert/date-time.ts'
import type { StoredForms } from '../convert/stored-forms.ts'
import { canonicalText, type SqlScalar } from '../sql-value.ts'

/**
 * SQLite's columns of times are text, and what wrote it chose the separator, the zeros and whether it says UTC. A column without
 * a type has no affinity: a number is equal to no text (https://sqlite.org/datatype3.html#comparison_expressions).
 */
export function sqliteForms(value: unknown, column: Column): StoredForms | undefined {
  if (column.kind !== 'datetime' && column.kind !== 'any') return undefined
  const instant = typeof value === 'string' && hasOffset(value) ? convertDateTime(value) : undefined
  if (instant !== undefined) return instantForms(instant, String(value))
  return column.kind === 'any' ? anyForms(value) : undefined
}

const SUFFIXES = ['', 'Z', '+00:00']

/** `2026-01-31 08:00:00.5` and all that is the same time; `given` as it is, too. */
function instantForms(instant: string, given: string): StoredForms {
  const [day = '', clock = ''] = instant.split(' ')
  const [second = '', digits = ''] = clock.split('.')
  const clocks = [
    clock,
    ...[3, 6].filter(places => digits.length <= places).map(places => padded(second, digits, places)),
  ]
  const texts = [' ', 'T'].flatMap(separator =>
    clocks.flatMap(each => SUFFIXES.map(suffix => `${day}${separator}${each}${suffix}`)),
  )
  return {
    equal: [...new Set([...texts, given])],
    stretches: [{ value: instant, end: `${day}T` }, { value: `${day}T${clock}` }],
  }
}

function padded(second: string, digits: string, places: number): string {
  return `${second}.${digits.padEnd(places, '0')}`
}

/** All numbers are before this text, and no text is. */
const FIRST_TEXT = ''

/** A text is also the number, and the bytes, that are shown as it; a number only another form of itself. */
function anyForms(value: unknown): StoredForms | undefined {
  const held = convertAny(value)
  if (held === undefined) return undefined
  const shown = canonicalText(held)
  const given = typeof value === 'string' ? [value] : []
  const bytes = [...given, shown].flatMap(text => convertBinary(text) ?? [])
  const equal: readonly SqlScalar[] = [held, ...new Set([shown, ...given].filter(text => text !== held)), ...bytes]
  const number = typeof value === 'string' ? numberOf(value) : undefined
  const stretches =
    number === undefined ? [{ value: held }] : [{ value: number, end: FIRST_TEXT }, { value: String(value) }]
  return { equal, stretches }
}
