import { isEmptyRange, splitRange } from '../convert/range.ts'

/** What stands at both ends of a range. */
export interface RangeBound {
  /** Undefined for what the type does not have. */
  readonly read: (text: string) => string | bigint | undefined
  readonly isAtMost: (a: string | bigint, b: string | bigint) => boolean
}

/** `[1,10)`, `["2026-01-01 00:00:00",)` or `empty`; an end without a value is open. */
export function convertRange(text: string, { read, isAtMost }: RangeBound): string | undefined {
  if (isEmptyRange(text)) return text
  const range = splitRange(text)
  if (!range) return undefined
  const [from, to] = [range.lower, range.upper].map(each => (each === '' ? null : read(each)))
  if (from === undefined || to === undefined || (from !== null && to !== null && !isAtMost(from, to))) return undefined
  return `${range.open}${quoted(from)},${quoted(to)}${range.close}`
}

function quoted(value: string | bigint | null): string {
  return value === null ? '' : `"${value}"`
}
