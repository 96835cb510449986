import { printPath, propertyPath } from '../../plan/path.ts'
import type { ImportNote } from '../import-note.ts'
import { camelCase } from '../name/case.ts'
import { plural, singular } from '../name/inflect.ts'
import { createTypeNames } from '../name/name-types.ts'
import { wordsOf } from '../name/words.ts'
import { printComments } from '../sdl/print-comments.ts'
import { printSdl } from '../sdl/print-sdl.ts'
import { DECLARED_SCALARS } from '../sdl/scalars.ts'
import { EnumLiteral, type LiteralObject, type SdlDefinition } from '../sdl/sdl.ts'
import { addSample, emptyShape, type SampleShape } from './shape.ts'
import { namingOf, ShapeTypes } from './shape-types.ts'

export interface SampleOptions {
  /** The JSON value. */
  readonly sample: unknown
  /** What one object of it is: `Post`. */
  readonly name: string
  /** Where it comes from, without credentials; `undefined` for a file. */
  readonly url: string | undefined
}

export interface ImportedSample {
  /** The text of the schema file. */
  readonly text: string
  readonly notes: readonly string[]
  readonly causes: readonly ImportNote[]
}

/** Writes the schema file of an API that answers like a sample. Throws Error where nothing can be told of it. */
export function importSample({ sample, name, url }: SampleOptions): ImportedSample {
  const words = wordsOf(name)
  if (words.length === 0) throw new Error(`"${name}" can't be the name of a type. Write --name Post`)
  const whole = emptyShape()
  addSample(whole, sample)
  const { shape, select, items } = contentOf(whole, words)
  const naming = namingOf(shape)
  const one = singular(words)
  const many = plural(one)
  const given: [SampleShape, readonly string[]][] = items
    ? [
        [shape, [...many, 'response']],
        [items, one],
      ]
    : []
  const types = new ShapeTypes(createTypeNames(), naming, new Map(given))
  const fieldWords = items || shape.kinds.has('list') ? many : one
  const field = camelCase(fieldWords)
  const type = types.typeOf(shape, fieldWords, fieldWords, `Query.${field}`)
  if (types.definitions.length === 0)
    throw new Error('The JSON has no objects with properties, so there is no type to make.')
  const source = sourceOf(url, field)
  const binding = { GET: source.path, ...(select === undefined ? {} : { select: printPath(propertyPath(select)) }) }
  const http: LiteralObject = {
    baseURL: source.baseURL,
    ...(naming === 'SAME' ? {} : { naming: new EnumLiteral(naming) }),
  }
  const definitions: SdlDefinition[] = [
    { kind: 'extend schema', name: '', directives: [{ name: 'source', args: { name: 'api', http } }] },
    { kind: 'type', name: 'Query', members: [{ name: field, type, directives: [{ name: 'http', args: binding }] }] },
    ...types.definitions,
  ]
  const members = definitions.flatMap(definition => definition.members ?? [])
  const used = new Set(members.map(member => (member.type ?? '').replace(/[[\]!]/g, '')))
  const scalars = DECLARED_SCALARS.filter(each => used.has(each)).map(each => ({ kind: 'scalar' as const, name: each }))
  const notes = types.notes.lines()
  const comments = [source.hint, ...notes]
  const head = printComments(comments)
  return { text: `${head}\n${printSdl([...definitions, ...scalars])}`, notes, causes: types.notes.causes() }
}

interface Content {
  readonly shape: SampleShape
  /** The property that leads to it. */
  readonly select?: string
  /** Where it tells of a page: the shape of what is on it. */
  readonly items?: SampleShape
}

/** What lists are called that an answer holds beside what tells of the page. */
const LISTS = new Set(['data', 'items', 'results', 'result', 'records', 'rows', 'entries', 'values', 'content', 'hits'])

/** What the sample is about: the only property of an object that has no other, or a page with a list of it. */
function contentOf(shape: SampleShape, words: readonly string[]): Content {
  if (shape.kinds.size !== 1 || !shape.kinds.has('object')) return { shape }
  const [[select, inner] = [], another] = shape.properties
  const [kind, mixed] = inner?.kinds ?? []
  if (select !== undefined && inner && !another && !mixed && (kind === 'list' || kind === 'object'))
    return { shape: inner, select }
  const many = plural(singular(words)).join(' ')
  for (const [name, { kinds, items }] of shape.properties) {
    const isList = kinds.size === 1 && kinds.has('list') && items?.kinds.size === 1 && items.kinds.has('object')
    if (isList && (LISTS.has(name) || wordsOf(name).join(' ') === many)) return { shape, items }
  }
  return { shape }
}

/** The source with the path of the sample, each with its own part of the URL. */
function sourceOf(url: string | undefined, field: string): { baseURL: string; path: string; hint: string } {
  if (url === undefined)
    return {
      baseURL: '{$env.API_URL}',
      path: `/${field}`,
      hint: `Say where the API is, in the environment or in a file .env: API_URL=https://host/path. The path /${field} is a guess.`,
    }
  const { origin, pathname, search } = new URL(url)
  const path = `${pathname}${search}`.replaceAll('{', '{{').replaceAll('}', '}}')
  return {
    baseURL: `{$env.API_URL ?? '${origin}'}`,
    path,
    hint: 'API_URL, in the environment or in a file .env, names another server: API_URL=https://host',
  }
}
