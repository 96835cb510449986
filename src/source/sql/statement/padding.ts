/**
 * The list brought to the next power of two by repeating its last item, which changes nothing in an `IN (…)`: the
 * database then prepares a dozen statements instead of one per length.
 */
export function padded<T>(items: readonly T[]): readonly T[] {
  const last = items.at(-1)
  if (last === undefined) return items
  const length = 2 ** Math.ceil(Math.log2(items.length))
  return [...items, ...Array<T>(length - items.length).fill(last)]
}
