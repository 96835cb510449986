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
  return textOptions({ message: first.message, code: most.find(texts => texts.code !== undefined)?.code })
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
    const held = HOLDERS.has(words) ? heldTexts(inner, path, reader) : undefined
    if (held) return held
  }
  return undefined
}

/** The texts of what holds one failure, or several of which the first is shown. */
function heldTexts(view: SchemaView, path: string, reader: SchemaReader): Texts | undefined {
  if (isText(view)) return { message: path, code: undefined }
  const item = view.kind === 'list' ? reader.read(view.items) : undefined
  if (item && isText(item)) return { message: `${path}[0]`, code: undefined }
  return textsOf(item ?? view, item ? `${path}[0]` : path, reader)
}

function isText(view: SchemaView): boolean {
  return (view.kind === 'scalar' && view.type === 'string') || view.kind === 'enum'
}

function isInteger(view: SchemaView): boolean {
  return view.kind === 'scalar' && view.type === 'integer'
}

/** What is answered beside the data where something went wrong: a success that has it is a failure, whose text clients see. */
export function failureIn(schema: Located, reader: SchemaReader): LiteralObject | undefined {
  const view = reader.read(schema)
  const [name, place] =
    view.kind === 'object' ? ([...view.properties].find(([each]) => isFailure(view, each)) ?? []) : []
  if (name === undefined || !place) return undefined
  const when = printPath(propertyPath(name))
  const held = heldTexts(reader.read(place), when, reader)
  return { when, ...(held ? textOptions(held) : {}) }
}

function textOptions({ message, code }: Texts): LiteralObject {
  return { message, ...(code === undefined ? {} : { code }) }
}
