import { printPath, propertyPath } from '../../../plan/path.ts'
import { wordsOfProperty } from '../../name/property-name.ts'
import type { LiteralObject } from '../../sdl/sdl.ts'
import type { Located } from '../document/documents.ts'
import type { Operation } from '../document/operation.ts'
import { isFailure } from '../page/envelope.ts'
import type { SchemaReader } from '../schema/schema-reader.ts'
import type { SchemaView } from '../schema/schema-view.ts'

/** What the text of a failure is called, the likeliest first. */
const MESSAGES = [
  'message',
  'error message',
  'detail',
  'error description',
  'msg',
  'error',
  'description',
  'title',
  'reason',
]
/** What holds one, or several of which the first is shown. */
const HOLDERS = new Set(['error', 'errors', 'fault', 'detail', 'details', 'problem'])
const CODES = new Set(['code', 'error code', 'error type'])

interface Texts {
  readonly message: string
  readonly code: string | undefined
}

/** Where the failures of most operations say what is wrong: the `error` of their source. */
export function errorTexts(operations: readonly Operation[], reader: SchemaReader): LiteralObject | undefined {
  const found = operations.flatMap(({ failures }) =>
    failures.flatMap(schema => textsOf(reader.read(schema), '', reader) ?? []),
  )
  const groups = [...Map.groupBy(found, ({ message }) => message).values()]
  const [most = []] = groups.toSorted((one, other) => other.length - one.length)
  const [first] = most
  if (!first || most.length * 2 < found.length) return undefined
  const code = most.find(texts => texts.code !== undefined)?.code
  return { message: first.message, ...(code === undefined ? {} : { code }) }
}

function textsOf(view: SchemaView, before: string, reader: SchemaReader): Texts | undefined {
  if (view.kind !== 'object') return undefined
  const properties = [...view.properties].map(([name, place]) => ({
    words: wordsOfProperty(name).join(' '),
    path: `${before === '' ? '' : `${before}.`}${printPath(propertyPath(name))}`.replaceAll('.[', '['),
    view: reader.read(place),
  }))
  const texts = properties.filter(each => isText(each.view))
  const message = MESSAGES.flatMap(words => texts.filter(each => each.words === words))[0]
  if (message) {
    const code = properties.find(each => CODES.has(each.words) && (isText(each.view) || isInteger(each.view)))
    return { message: message.path, code: code?.path }
  }
  for (const { words, path, view: inner } of before === '' ? properties : []) {
    if (!HOLDERS.has(words)) continue
    const item = inner.kind === 'list' ? reader.read(inner.items) : undefined
    if (item && isText(item)) return { message: `${path}[0]`, code: undefined }
    const held = textsOf(item ?? inner, item ? `${path}[0]` : path, reader)
    if (held) return held
  }
  return undefined
}

function isText(view: SchemaView): boolean {
  return (view.kind === 'scalar' && view.type === 'string') || view.kind === 'enum'
}

function isInteger(view: SchemaView): boolean {
  return view.kind === 'scalar' && view.type === 'integer'
}

/** What is answered beside the data where something went wrong: a success that has it is a failure. */
export function failureProperty(schema: Located, reader: SchemaReader): string | undefined {
  const view = reader.read(schema)
  if (view.kind !== 'object') return undefined
  return [...view.properties.keys()].find(name => isFailure(view, name))
}
