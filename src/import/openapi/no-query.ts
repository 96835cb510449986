import { wordsOf } from '../name/words.ts'
import type { Operation } from './document/operation.ts'
import type { RootField } from './field/root-field.ts'
import type { Notes } from './notes.ts'

/** Most operations, and most notes, that the error names. */
const SHOWN = 5

/** What operations that read are often called. */
const READS = new Set(['count', 'export', 'fetch', 'find', 'get', 'info', 'list', 'lookup', 'query', 'read', 'search'])

/** The error of a document from which no query can be made: what there is instead, and what was left out. */
export function noQuery(mutations: readonly RootField[], notes: Notes): Error {
  const posts = mutations.map(({ operation }) => operation).filter(({ method }) => method === 'POST')
  const example = posts.find(readsByName) ?? posts[0]
  const others = mutations.length === 1 ? 'is 1 operation' : `are ${mutations.length} operations`
  return new Error(
    [
      'The document has no GET operation that answers JSON, and a schema needs a query.',
      mutations.length > 0 &&
        `There ${others} that would be mutations: ${someOf(
          mutations.map(({ operation }) => operation.label),
          ', ',
        )}.`,
      example && `Name those that only read: --queries '${example.path}'.`,
      someOf(notes.lines(), ' '),
    ]
      .filter(text => text)
      .join(' '),
  )
}

function readsByName({ id, path }: Operation): boolean {
  const words = wordsOf(id ?? path)
  return READS.has(words.at(-1) ?? '') || READS.has(words[0] ?? '')
}

function someOf(texts: readonly string[], separator: string): string {
  const more = texts.length - SHOWN
  const shown = texts.slice(0, SHOWN).join(separator)
  return more > 0 ? `${shown}${separator}and ${more} more${separator === ' ' ? '.' : ''}` : shown
}
