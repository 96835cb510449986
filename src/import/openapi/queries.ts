import { wordsOf } from '../name/words.ts'
import { type Notes, someOf } from '../notes.ts'
import type { SdlMember } from '../sdl/sdl.ts'
import type { Operation } from './document/operation.ts'

/** Most operations that a sentence names. */
const SHOWN = 5

/** What operations that read are often called. */
const READS = new Set(
  'count describe export fetch filter find get info list lookup query read retrieve search show'.split(' '),
)

/**
 * The operations with those as queries that only read. An API without a GET reads by POSTs: there those whose names say so are
 * queries, which is told; elsewhere it is told which may be.
 */
export function withQueries(operations: readonly Operation[], notes: Notes): readonly Operation[] {
  const hasQuery = operations.some(({ reads, answer }) => reads && answer.kind !== 'other')
  const posts = operations.filter(each => each.method === 'POST' && !each.reads && readsByName(each))
  if (posts.length === 0) return operations
  const named = someOf(
    posts.map(({ label }) => label),
    SHOWN,
  )
  if (!hasQuery) {
    notes.say(`Queries by their names, as nothing is read by GET: ${named}. Say it yourself: --queries '/path,tag'.`)
    return operations.map(each => (posts.includes(each) ? { ...each, reads: true } : each))
  }
  notes.say(`These may only read, and are mutations: ${named}. To have them as queries: --queries '${posts[0]?.path}'.`)
  return operations
}

function readsByName({ id, path }: Operation): boolean {
  const words = wordsOf(id ?? path.split('/').at(-1) ?? path)
  return READS.has(words.at(-1) ?? '') || READS.has(words[0] ?? '')
}

/** What stands for queries where a document has none: a schema needs one. It is true where the API answers. */
export function placeholderQuery(mutations: readonly Operation[], source: string | undefined, notes: Notes): SdlMember {
  const [first] = mutations.filter(({ method }) => method === 'POST')
  const how = first ? ` Say which POSTs only read, as in --queries '${first.path}', or write` : ' Write'
  notes.say(
    `The document has no query that can be served: ${notes.renaming.coordinate('Query.placeholder')} stands for what you need.${how} your own fields.`,
  )
  return {
    name: 'placeholder',
    description: 'Whether the API answers. Write queries of your own in its place.',
    type: 'Boolean',
    directives: [
      {
        name: 'http',
        args: { ...(source === undefined ? {} : { source }), GET: '/', accept: [400, 401, 403, 404, 405] },
      },
    ],
  }
}
