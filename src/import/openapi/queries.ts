import { wordsOf } from '../name/words.ts'
import { type Notes, someOf } from '../notes.ts'
import type { SdlMember } from '../sdl/sdl.ts'
import type { Operation } from './document/operation.ts'

/** Most operations that a sentence names. */
const SHOWN = 5

/** What operations that read are called, at the start of their names or at the end: `listUsers`, `users.list`. */
const READS = new Set(
  'count describe export fetch filter find get info list lookup query retrieve search show'.split(' '),
)

/** What others begin with: `createList` and `boards.addToList` write, whatever they end with; so does `markAsRead`. */
const WRITES = new Set(
  [
    'accept activate add append apply approve archive assign attach block bulk cancel change clear clone close complete',
    'configure connect copy create decline delete deny destroy detach disable dismiss duplicate edit enable end execute',
    'generate grant import init insert install invite issue join kick leave lock login logout make mark merge move mute',
    'notify open patch pause pin process provide publish purge put queue reactivate rebuild refresh register reject',
    'release remove rename renew reopen reorder replace report request reset resolve restart restore resume revoke rotate',
    'run save schedule send set share sign start stop store submit subscribe suspend sync terminate tidy toggle transfer',
    'trigger unarchive unassign unblock undo uninstall unlock unpin unset unsubscribe update upload upsert verify void write',
  ].flatMap(line => line.split(' ')),
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
  const [first = ''] = words
  const isWriting = (word: string) => WRITES.has(word)
  // `getOrCreate` and `findAndDelete` do both.
  if (READS.has(first) || first === 'read') return !words.some((word, at) => isJoint(words[at - 1]) && isWriting(word))
  return READS.has(words.at(-1) ?? '') && !words.some(isWriting)
}

function isJoint(word: string | undefined): boolean {
  return word === 'or' || word === 'and'
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
