import { printPath, propertyPath } from '../../plan/path.ts'
import type { ImportNote } from '../import-note.ts'
import { camelCase, constantCase } from '../name/case.ts'
import { plural, singular } from '../name/inflect.ts'
import { createTypeNames } from '../name/name-types.ts'
import { createRenaming, type Renaming } from '../name/renaming.ts'
import { isKeyParameter } from '../name/secret-name.ts'
import { wordsOf } from '../name/words.ts'
import { Notes } from '../notes.ts'
import { literalText } from '../sdl/literal-text.ts'
import { printComments } from '../sdl/print-comments.ts'
import { printSdl } from '../sdl/print-sdl.ts'
import { renameSdl } from '../sdl/rename-sdl.ts'
import { DECLARED_SCALARS } from '../sdl/scalars.ts'
import { EnumLiteral, type LiteralObject, type SdlDefinition } from '../sdl/sdl.ts'
import { contentOf } from './sample-content.ts'
import { addSample, emptyShape, type SampleShape } from './shape.ts'
import { ENTRIES, namingOf, ShapeTypes } from './shape-types.ts'

export interface SampleOptions {
  /** The JSON value. */
  readonly sample: unknown
  /** What one object of it is: `Post`. */
  readonly name: string
  /** Where it comes from, without credentials; `undefined` for a file. */
  readonly url: string | undefined
  /** The names of the headers that it was asked for with; their values are said in the environment. */
  readonly headers?: readonly string[]
  /** What stands in front of the names of types, root fields and sources: `Shop`. */
  readonly prefix?: string | undefined
}

export interface ImportedSample {
  /** The text of the schema file. */
  readonly text: string
  readonly notes: readonly string[]
  readonly causes: readonly ImportNote[]
}

/** Writes the schema file of an API that answers like a sample. Throws Error where nothing can be told of it. */
export function importSample({ sample, name, url, headers = [], prefix }: SampleOptions): ImportedSample {
  const renaming = createRenaming(prefix)
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
  const types = new ShapeTypes(createTypeNames(), naming, new Map(given), new Notes(renaming))
  const fieldWords = items || shape.kinds.has('list') || types.isEntries(shape) ? many : one
  const field = camelCase(fieldWords)
  const type = types.typeOf(shape, fieldWords, fieldWords, `Query.${field}`)
  const source = sourceOf(url, field, renaming)
  const path = [...(select ?? []).flatMap(propertyPath), ...(types.isEntries(shape) ? ENTRIES : [])]
  const binding = { GET: source.path, ...(path.length === 0 ? {} : { select: printPath(path) }) }
  const http: LiteralObject = {
    baseURL: source.baseURL,
    ...(headers.length === 0 ? {} : { headers: headers.map(name => `${name}: {$env.${variableOf(name)}}`) }),
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
  const needed = headers.map(
    each => `${renaming.variable(variableOf(each))}, in the environment, is the header ${each} that the API is sent.`,
  )
  const keys = source.secrets.map(
    each => `${renaming.variable(variableOf(each))}, in the environment, is the parameter ${each}.`,
  )
  const comments = [source.hint, ...needed, ...keys, ...notes]
  const head = printComments(comments)
  const text = `${head}\n${printSdl(renameSdl([...definitions, ...scalars], renaming))}`
  return { text, notes, causes: types.notes.causes() }
}

function variableOf(name: string): string {
  return `API_${constantCase(wordsOf(name)) || 'HEADER'}`
}

interface SampleSource {
  readonly baseURL: string
  readonly path: string
  /** The parameters whose values are said in the environment. */
  readonly secrets: readonly string[]
  readonly hint: string
}

/** A parameter of a URL's query, its text as a template. */
function readParameter(text: string): { name: string; text: string; isSecret: boolean } {
  const [[name, value] = ['', '']] = new URLSearchParams(text)
  const isSecret = value !== '' && isKeyParameter(name)
  return {
    name,
    text: isSecret ? `${encodeURIComponent(name)}={$env.${variableOf(name)}}` : literalText(text),
    isSecret,
  }
}

/** The source with the path of the sample, each with its own part of the URL. */
function sourceOf(url: string | undefined, field: string, { variable }: Renaming): SampleSource {
  if (url === undefined)
    return {
      baseURL: '{$env.API_URL}',
      path: `/${field}`,
      secrets: [],
      hint: `Say where the API is, in the environment or in a file .env: ${variable('API_URL')}=https://host/path. The path /${field} is a guess.`,
    }
  const { origin, pathname, search } = new URL(url)
  const parameters = search.slice(1).split('&').map(readParameter)
  return {
    baseURL: `{$env.API_URL ?? '${origin}'}`,
    path: `${literalText(pathname)}${search && `?${parameters.map(({ text }) => text).join('&')}`}`,
    secrets: parameters.filter(({ isSecret }) => isSecret).map(({ name }) => name),
    hint: `${variable('API_URL')}, in the environment or in a file .env, names another server: ${variable('API_URL')}=https://host`,
  }
}
