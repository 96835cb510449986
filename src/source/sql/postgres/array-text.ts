/** A value of an array that may have several dimensions. */
export type ArrayItem = unknown | readonly ArrayItem[]

/** How far an array has been read. */
interface Cursor {
  readonly text: string
  readonly delimiter: string
  at: number
}

/**
 * Reads an array as PostgreSQL writes it (chapter 8.15.6): `{1,NULL,"a b",{…}}`, with its bounds in front where they
 * don't begin at 1. The delimiter is that of the elements' type.
 */
export function parseArrayText(text: string, delimiter: string, readItem: (text: string) => unknown): ArrayItem[] {
  return readList({ text, delimiter, at: text.indexOf('{') + 1 }, readItem)
}

/** Writes an array of one dimension; each item is the text of its type, null is NULL. */
export function arrayText(items: readonly (string | null)[], delimiter = ','): string {
  return `{${items.map(item => (item === null ? 'NULL' : `"${item.replaceAll(/["\\]/g, '\\$&')}"`)).join(delimiter)}}`
}

function readList(cursor: Cursor, readItem: (text: string) => unknown): ArrayItem[] {
  const items: ArrayItem[] = []
  while (cursor.at < cursor.text.length) {
    const next = cursor.text[cursor.at]
    if (next === '}') {
      cursor.at++
      break
    }
    if (next === cursor.delimiter) {
      cursor.at++
    } else if (next === '{') {
      cursor.at++
      items.push(readList(cursor, readItem))
    } else if (next === '"') {
      items.push(readItem(readQuoted(cursor)))
    } else {
      const plain = readPlain(cursor)
      items.push(plain === 'NULL' ? null : readItem(plain))
    }
  }
  return items
}

function readPlain(cursor: Cursor): string {
  const start = cursor.at
  while (cursor.at < cursor.text.length && !isEnd(cursor)) cursor.at++
  return cursor.text.slice(start, cursor.at)
}

function isEnd({ text, delimiter, at }: Cursor): boolean {
  return text[at] === delimiter || text[at] === '}'
}

/** A backslash stands for the character after it. */
function readQuoted(cursor: Cursor): string {
  let read = ''
  for (cursor.at++; cursor.at < cursor.text.length && cursor.text[cursor.at] !== '"'; cursor.at++) {
    if (cursor.text[cursor.at] === '\\') cursor.at++
    read += cursor.text[cursor.at]
  }
  cursor.at++
  return read
}
