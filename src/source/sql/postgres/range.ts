/** What stands at both ends of a range. */
export interface RangeBound {
  /** Undefined for what the type does not have. */
  readonly read: (text: string) => string | bigint | undefined
  readonly isAtMost: (a: string | bigint, b: string | bigint) => boolean
}

const VALUE = String.raw`("[^"\\]*"|[^"\\,()[\]]*)`
const RANGE = new RegExp(String.raw`^([[(])${VALUE},${VALUE}([\])])$`)

/** `[1,10)`, `["2026-01-01 00:00:00",)` or `empty`; an end without a value is open. */
export function convertRange(text: string, { read, isAtMost }: RangeBound): string | undefined {
  if (text === 'empty') return text
  const [, open, first = '', last = '', close] = RANGE.exec(text) ?? []
  if (open === undefined) return undefined
  const [from, to] = [first, last].map(each => each.replaceAll('"', '')).map(each => (each === '' ? null : read(each)))
  if (from === undefined || to === undefined || (from !== null && to !== null && !isAtMost(from, to))) return undefined
  return `${open}${quoted(from)},${quoted(to)}${close}`
}

function quoted(value: string | bigint | null): string {
  return value === null ? '' : `"${value}"`
}
