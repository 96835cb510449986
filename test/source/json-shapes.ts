/** A JSON text of about so many characters, of one kind. */
export interface Shape {
  readonly name: string
  readonly make: (length: number) => string
}

function listOf(item: (at: number) => string, [open, close] = ['[', ']']): Shape['make'] {
  return length => {
    const items: string[] = []
    for (let left = length; left > 0; left -= (items.at(-1) as string).length + 1) items.push(item(items.length))
    return open + items.join(',') + close
  }
}

function objectOf(field: (at: number) => string): Shape['make'] {
  return listOf(field, ['{', '}'])
}

function nested(open: string, close: string, levels: number): Shape['make'] {
  return listOf(() => `${open.repeat(levels)}1${close.repeat(levels)}`)
}

const name = (at: number) => (at + 1_000_000).toString(36)

/** What takes much memory for its length, in every way that is known, and what is usual. */
export const SHAPES: readonly Shape[] = [
  { name: 'empty lists', make: listOf(() => '[]') },
  { name: 'empty objects', make: listOf(() => '{}') },
  { name: 'lists of lists', make: listOf(() => '[[]]') },
  { name: 'deep lists', make: nested('[', ']', 5_000) },
  { name: 'very deep lists', make: nested('[', ']', 90_000) },
  { name: 'deep lists with more in them', make: nested('[[],', ']', 5_000) },
  { name: 'objects in objects', make: listOf(() => '{"a":{}}') },
  { name: 'deep objects', make: nested('{"a":', '}', 5_000) },
  { name: 'deep objects of a far index', make: nested('{"322":', '}', 5_000) },
  { name: 'deep objects of a near index', make: nested('{"22":', '}', 5_000) },
  { name: 'deep objects of the farthest index', make: nested('{"1023":', '}', 5_000) },
  { name: 'deep objects with the farthest index behind', make: nested('{"a":', ',"1023":0}', 5_000) },
  { name: 'deep objects with index after index behind', make: nested('{"a":', ',"32":0,"48":0,"64":0,"80":0}', 5_000) },
  { name: 'very deep objects of an index', make: nested('{"99":', '}', 90_000) },
  { name: 'objects of one name', make: listOf(() => '{"a":1}') },
  { name: 'objects of a name of their own', make: listOf(at => `{"${name(at)}":1}`) },
  { name: 'objects of two names of their own', make: listOf(at => `{"${name(at)}":1,"${name(at + 7)}":1}`) },
  { name: 'objects of an index', make: listOf(() => '{"9":1}') },
  { name: 'objects of an index of their own', make: listOf(at => `{"${at}":1}`) },
  { name: 'one object of many names', make: objectOf(at => `"${name(at)}":""`) },
  { name: 'one object of many indexes', make: objectOf(at => `"${at * 7}":1`) },
  { name: 'numbers', make: listOf(() => '1') },
  { name: 'fractions among lists', make: listOf(at => (at % 2 ? '0.5' : '[]')) },
  { name: 'long integers', make: listOf(() => '9999999999999999') },
  { name: 'short texts', make: listOf(at => `"${name(at)}"`) },
  { name: 'short texts of wide characters', make: listOf(at => `"€${name(at)}"`) },
  { name: 'texts with escapes', make: listOf(at => `"\\n${name(at)}"`) },
  { name: 'a long text', make: length => JSON.stringify(['x'.repeat(length)]) },
  { name: 'a long text of wide characters', make: length => JSON.stringify(['€'.repeat(length)]) },
  {
    name: 'usual rows',
    make: listOf(
      at => `{"id":${at},"title":"A first loaf ${name(at)}","userId":7,"tags":["a"],"price":1.25,"ok":true}`,
    ),
  },
]
