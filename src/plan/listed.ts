/** An object that stands for many: the list that a path makes of it. */
type Fields = Readonly<Record<string, unknown>>

/**
 * The entries of an object as a list: each has `$key` and `$value`, and where the value is an object its properties too. In the
 * order of the object, in which JavaScript puts keys that are whole numbers first.
 */
export function entriesOf(object: Fields): readonly object[] {
  return Object.entries(object).map(([$key, $value]) =>
    typeof $value === 'object' && !Array.isArray($value) ? { ...$value, $key, $value } : { $key, $value },
  )
}

/**
 * The rows of columns, `{ "time": [1, 2], "rate": [3, 4], "unit": "K" }`: each has an item of every list, and what is no list as
 * it is. Undefined for what is no object, has lists of several lengths, or none.
 */
export function rowsOf(value: unknown): readonly object[] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const columns: [name: string, items: readonly unknown[]][] = []
  const same: [name: string, value: unknown][] = []
  for (const [name, items] of Object.entries(value)) {
    if (Array.isArray(items)) columns.push([name, items])
    else same.push([name, items])
  }
  const length = columns[0]?.[1].length
  if (columns.some(([, items]) => items.length !== length)) return undefined
  if (length === undefined) return same.length === 0 ? [] : undefined
  return Array.from({ length }, (_, at) =>
    Object.fromEntries([...same, ...columns.map(([name, items]) => [name, items[at]])]),
  )
}
