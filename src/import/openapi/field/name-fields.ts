import { camelCase } from '../../name/case.ts'
import { plural, singular } from '../../name/inflect.ts'
import { NamesTaken } from '../../name/names-taken.ts'
import { wordsOf } from '../../name/words.ts'
import type { Method, Operation } from '../document/operation.ts'

const READS = new Set(['get', 'list'])
/** After `get` they would begin a name that says nothing: `getByName`. */
const PREPOSITIONS = new Set(['all', 'by', 'for', 'from', 'in', 'of', 'on', 'to', 'with', 'my', 'a', 'the'])
const VERBS: Readonly<Record<Method, string>> = {
  GET: '',
  POST: 'create',
  PUT: 'replace',
  PATCH: 'update',
  DELETE: 'delete',
}

/** The name of each operation's field: its operationId, where a query needs no `get`; else made of method and path. */
export function nameFields(operations: readonly Operation[]): Map<Operation, string> {
  const queries = new NamesTaken()
  const mutations = new NamesTaken()
  const wishes = operations.map(operation => ({ operation, wishes: wishesOf(operation) }))
  const given = new Map<Operation, string>()
  // Names as they are written go before those that are made shorter.
  for (const pass of [1, 2])
    for (const { operation, wishes: names } of wishes) {
      if ((names.length === 1) !== (pass === 1)) continue
      const taken = operation.reads ? queries : mutations
      given.set(operation, taken.take(names))
    }
  return given
}

function wishesOf(operation: Operation): string[] {
  const { method, path, id = '' } = operation
  const words = withoutPath(wordsOf(id), [...wordsOf(path), method.toLowerCase()])
  if (words.length === 0) return wishesOfPath(operation)
  const [first = '', second = ''] = words
  const full = camelCase(words)
  const isRead = method === 'GET' && READS.has(first) && second !== '' && !PREPOSITIONS.has(second)
  return isRead ? [camelCase(words.slice(1)), full] : [full]
}

/** FastAPI puts path and method behind the name: `read_item_items__item_id__get`. */
function withoutPath(words: string[], suffix: readonly string[]): string[] {
  const start = words.length - suffix.length
  return start > 0 && suffix.every((word, index) => words[start + index] === word) ? words.slice(0, start) : words
}

/** `GET /users/{id}/posts` is `userPosts`, `POST /users` is `createUser`. */
function wishesOfPath({ method, path }: Operation): string[] {
  const segments = path.split(/[/?]/).filter(segment => segment !== '' && !/^(?:api|v\d+)$/i.test(segment))
  const parts = segments.flatMap((segment, index) => {
    if (segment.startsWith('{')) return []
    const words = wordsOf(segment)
    return [segments[index + 1]?.startsWith('{') ? singular(words) : words]
  })
  const last = segments.at(-1)?.startsWith('{') ? wordsOf(segments.at(-1) ?? '') : []
  const words = parts.flat()
  if (words.length === 0) return [camelCase([VERBS[method] || 'get', 'root'].filter(word => word !== ''))]
  if (method === 'GET')
    return last.length > 0 ? [camelCase(words), camelCase([...words, 'by', ...last])] : [camelCase(words)]
  const isMany = plural(words).join(' ') === words.join(' ')
  if (method === 'POST' && !isMany) return [camelCase(words), camelCase(['post', ...words])]
  return [camelCase([VERBS[method], ...singular(words)]), camelCase([method.toLowerCase(), ...words])]
}
