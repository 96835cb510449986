import type { Column, ColumnKind, KeyForm } from '../../catalog.ts'
import { withoutPadding } from './fold-text.ts'

const WITH_POINT = /^(-?\d+)\.0+$/
const MIDNIGHT = /^(\d+-\d\d-\d\d)[T ]00:00:00(?:\.0+)?Z?( BC)?$/

/** A value in such a form as one of the column itself; every other one as it is. */
const READERS: Readonly<Record<KeyForm, (value: unknown) => unknown>> = {
  flag: value => (typeof value === 'boolean' ? Number(value) : value),
  point: value => (typeof value === 'string' ? value.replace(WITH_POINT, '$1') : value),
  padded: value => (typeof value === 'string' ? withoutPadding(value) : value),
  midnight: value => (typeof value === 'string' ? value.replace(MIDNIGHT, '$1$2') : value),
}

const FORMS: readonly (readonly [KeyForm, from: ColumnKind, to: readonly ColumnKind[]])[] = [
  ['flag', 'boolean', ['integer', 'decimal', 'float', 'text']],
  ['point', 'decimal', ['integer', 'boolean']],
  ['midnight', 'datetime', ['date']],
]

/** The form of the values of a column that are keys of another one; undefined where this one holds them as they are. */
export function keyFormOf(from: Column, to: Column): KeyForm | undefined {
  if (from.padded) return to.padded ? undefined : 'padded'
  return FORMS.find(([, kind, kinds]) => kind === from.kind && kinds.includes(to.kind))?.[0]
}

/** Makes what brings keys in these forms to values of the column that they are keys of. */
export function formReader(forms: ReadonlySet<KeyForm>): (value: unknown) => unknown {
  const readers = [...forms].map(form => READERS[form])
  return value => readers.reduce((read, reader) => reader(read), value)
}
