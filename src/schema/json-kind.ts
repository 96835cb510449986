/** What a value inside JSON is filtered and ordered as. */
export type JsonKind = 'text' | 'number' | 'boolean'

/** None for those whose texts have several forms of one value, or that are no single value. */
const OF_SCALARS: ReadonlyMap<string, JsonKind | undefined> = new Map<string, JsonKind | undefined>([
  ['String', 'text'],
  ['ID', 'text'],
  ['UUID', 'text'],
  ['Date', 'text'],
  ['Int', 'number'],
  ['Float', 'number'],
  ['BigInt', 'number'],
  ['Decimal', 'number'],
  ['Boolean', 'boolean'],
  ['DateTime', undefined],
  ['Time', undefined],
  ['Base64', undefined],
  ['JSON', undefined],
])

/** What a value of a scalar or an enum is inside JSON; undefined where nothing can be compared with it there. */
export function jsonKindOf(type: string): JsonKind | undefined {
  return OF_SCALARS.has(type) ? OF_SCALARS.get(type) : 'text'
}

const INSIDE = /^[A-Za-z_][\w-]*\??(?:\.[A-Za-z_][\w-]*\??|\[\d{1,9}\]\??)+$/

/** Whether a path leads to one value inside a column, by names that need no quotes. */
export function isInsidePath(path: string): boolean {
  return INSIDE.test(path)
}
