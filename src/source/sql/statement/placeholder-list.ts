/** `(?, ?, …)` by its length, of which there are few: lists are padded. The very same text again is found faster, too. */
const lists = new Map<number, string>()

export function placeholderList(length: number): string {
  const list = lists.get(length) ?? `(${Array(length).fill('?').join(', ')})`
  lists.set(length, list)
  return list
}
