/** The scalars of which a database has ranges. */
const OF_RANGES: ReadonlySet<string> = new Set(['BigInt', 'Date', 'DateTime', 'Decimal', 'Int'])

const RANGE = 'Range'
const INPUT = 'RangeInput'

/** The scalar whose values a range is of, by the name of its type: `Date` of `DateRange`; undefined for any other name. */
export function scalarOfRange(name: string): string | undefined {
  const scalar = name.endsWith(RANGE) ? name.slice(0, -RANGE.length) : ''
  return OF_RANGES.has(scalar) ? scalar : undefined
}

export function rangeInputName(scalar: string): string {
  return scalar + INPUT
}

/** The definition of `DateRange` or `DateRangeInput` and the like, as SDL. Their fields have the same names in every naming. */
export function defineRange(name: string): string | undefined {
  const scalar = scalarOfRange(name)
  if (scalar !== undefined) return rangeType(name, scalar)
  const of = name.endsWith(INPUT) ? scalarOfRange(name.slice(0, -'Input'.length)) : undefined
  return of && rangeInput(name, of)
}

function rangeType(name: string, scalar: string): string {
  return /* GraphQL */ `
    "All values of type ${scalar} between two ends."
    type ${name} {
      "Where it begins; null where it has no beginning."
      lower: ${scalar}
      "Where it ends; null where it has no end."
      upper: ${scalar}
      "Whether its ends belong to it: [ and ] do, ( and ) do not."
      bounds: String!
      "Whether nothing is in it; then it has no ends."
      empty: Boolean!
    }
  `
}

function rangeInput(name: string, scalar: string): string {
  return /* GraphQL */ `
    "All values of type ${scalar} between two ends."
    input ${name} {
      "Where it begins; without one it has no beginning."
      lower: ${scalar}
      "Where it ends; without one it has no end."
      upper: ${scalar}
      "Whether its ends belong to it: [ and ] do, ( and ) do not."
      bounds: String = "[)"
      "Whether nothing is in it; then it has no ends."
      empty: Boolean = false
    }
  `
}
