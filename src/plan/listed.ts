/** What is listed by what stands for many values: an object, by its entries or by its columns. */
type Fields = Readonly<Record<string, unknown>>

/** Most values in columns that become rows: they are made at once, in some 20 ms. */
const MOST_VALUES = 500_000

/**
 * The entries of an object as a list: each has `$key` and `$value`, and where the value is an object its properties too. In the
 * order of the object, in which JavaScript puts keys that are whole numbers first.
 */
export function entriesOf(object: Fields): readonly object[] {
  return Object.keys(object).map($key => {
    const $value = object[$key]
    return typeof $value === 'object' && !Array.isArray($value) ? { ...$value, $key, $value } : { $key, $value }
  })
}

/**
 * The rows of columns, `{ "time": [1, 2], "rate": [3, 4], "unit": "K" }`: each has an item of every list, and what is no list as
 * it is. What `wrong` says for what is no object, has lists of several lengths, none, or too many values.
 */
export function rowsOf(value: unknown, wrong: (expected: string) => unknown): unknown {
  const entries = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : []
  const columns = entries.filter((entry): entry is [string, readonly unknown[]] => Array.isArray(entry[1]))
  const length = columns[0]?.[1].length ?? 0
  const isEmpty = entries.length === 0 && typeof value === 'object' && !Array.isArray(value)
  if ((columns.length === 0 && !isEmpty) || columns.some(([, items]) => items.length !== length))
    return wrong('an object of lists of one length')
  if (length * columns.length > MOST_VALUES) return wrong(`an object of lists with ${MOST_VALUES} values at most`)
  const same = Object.fromEntries(entries.filter(([, items]) => !Array.isArray(items)))
  const rows: object[] = []
  for (let at = 0; at < length; at++) {
    const row: Record<string, unknown> = { ...same }
    for (const [name, items] of columns) setOwn(row, name, items[at])
    rows.push(row)
  }
  return rows
}

function setOwn(row: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__') Object.defineProperty(row, name, { value, enumerable: true })
  else row[name] = value
}
