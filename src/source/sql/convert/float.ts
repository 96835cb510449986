import type { Column } from '../../catalog.ts'

const FLOAT = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d{1,3})?$/i

/** The numbers that are none, as texts and databases write them. */
const NOT_FINITE: ReadonlyMap<unknown, number> = new Map<unknown, number>(
  [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN].flatMap(value => [
    [value, value] as const,
    [String(value), value] as const,
  ]),
)

/** Makes what takes infinite numbers too, and what is no number where a column can hold that. */
export function convertFloatWith({ nan }: { readonly nan: boolean }) {
  return (value: unknown, column: Column): number | undefined => {
    const special = NOT_FINITE.get(value)
    if (special === undefined) return convertFloat(value, column)
    return nan || !Number.isNaN(special) ? special : undefined
  }
}

/** A column of 32 bits holds the float next to the value, and is compared as the double that this one is. */
export function convertFloat(value: unknown, { single }: Column): number | undefined {
  const float = readFloat(value)
  if (float === undefined) return undefined
  // There is one zero: -0 + 0 is 0.
  const held = (single ? Math.fround(float) : float) + 0
  return Number.isFinite(held) ? held : undefined
}

function readFloat(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return BigInt(Number(value)) === value ? Number(value) : undefined
  return typeof value === 'string' && FLOAT.test(value) ? Number(value) : undefined
}
