import { camelCase } from '../../name/case.ts'
import { plural, singular } from '../../name/inflect.ts'
import { NamesTaken } from '../../name/names-taken.ts'
import { wordsOf } from '../../name/words.ts'
import type { Method, Operation } from '../document/operation.ts'

/** What a query needs no word for. */
const READS = new Set(['get', 'list', 'fetch', 'read', 'retrieve'])
/** After `get` they would begin a name that says nothing: `getByName`. */
const PREPOSITIONS = new Set(['by', 'for', 'from', 'in', 'of', 'on', 'to', 'with', 'my'])
/** What stands in front of a noun, and says no more than that there is one, or that there are many. */
const DETERMINERS = /^(?:(?:a |the )?list of |all |an? |the |multiple |several |many )+(?=.)/
/** What some frameworks put behind a noun, and whether it means many. */
const ENDS: ReadonlyMap<string, boolean> = new Map([
  ...['find all', 'find many', 'get all', 'list all', 'list'].map(end => [end, true] as const),
  ...['find one', 'get one', 'retrieve', 'read'].map(end => [end, false] as const),
])
/** They may be nouns: a mailing list. */
const NOUNS = new Set(['list', 'read'])
const WRITES = new Set('add create delete patch post put remove replace set update'.split(' '))
const VERBS: Readonly<Record<Method, string>> = {
  GET: '',
  POST: 'create',
  PUT: 'replace',
  PATCH: 'update',
  DELETE: 'delete',
}

/** The name of each operation's field: its operationId, where a query needs no `get` and a list is in the plural; else made of method and path. */
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
  const suffix = [...wordsOf(path), method.toLowerCase()]
  const whole = withoutPath(wordsOf(id), suffix)
  const words = withoutGroup(withoutPath(wordsOf(withoutMarks(id)), suffix))
  if (words.length === 0) return wishesOfPath(operation)
  const short = method === 'GET' ? (readName(words) ?? nounOf(words)) : undefined
  return [...new Set([short ?? words, words, whole].map(camelCase))]
}

/** `users` of `list users` and `get all users`, `users` of `list user`; `undefined` where nothing is left that says what. */
function readName([verb = '', ...rest]: readonly string[]): string[] | undefined {
  const words = rest.join(' ').replace(DETERMINERS, '').split(' ')
  const [first = ''] = words
  if (!READS.has(verb) || first === '' || PREPOSITIONS.has(first) || first === 'all') return undefined
  if (verb !== 'list') return words
  const end = words.findIndex(word => PREPOSITIONS.has(word))
  return end === -1 ? plural(words) : [...plural(words.slice(0, end)), ...words.slice(end)]
}

/** `users` of `users_list` (Django) and `CatsController_findAll` is `cats` (NestJS); `user` of `users_retrieve`. */
function nounOf(words: readonly string[]): string[] | undefined {
  for (const length of [2, 1]) {
    const [noun, end] = [words.slice(0, -length), words.slice(-length).join(' ')]
    const isMany = ENDS.get(end)
    const isPlural = plural(noun).join(' ') === noun.join(' ')
    if (isMany === undefined || noun.length === 0 || (NOUNS.has(end) && !isPlural)) continue
    return isMany ? plural(noun) : singular(noun)
  }
  return undefined
}

/** Frameworks put the group of an operation in front: `UsersController_findAll`, `users-read_user`. What the rest says again is no need. */
function withoutGroup(words: readonly string[]): readonly string[] {
  const at = words.indexOf('controller')
  const own = at > 0 && at < words.length - 1 ? words.toSpliced(at, 1) : words
  const said = (part: readonly string[]) => ` ${part.map(word => singular([word])[0]).join(' ')} `
  const isVerb = (word: string) => READS.has(word) || WRITES.has(word)
  const start = own.findLastIndex(
    (word, at) => at > 0 && isVerb(word) && said(own.slice(at + 1)).includes(said(own.slice(0, at))),
  )
  return start > 0 ? own.slice(start) : own
}

/** Springfox puts the method behind a name, `getUsersUsingGET_1`, and gRPC the service in front: `UserService_ListUsers`. */
function withoutMarks(id: string): string {
  return id.replace(/Using(?:GET|POST|PUT|PATCH|DELETE)(?:_\d+)?$/, '').replace(/^(\w+?)Service[._](?=[A-Z])/, '$1_')
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
