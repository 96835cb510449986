import { GraphQLBoolean, GraphQLFloat, GraphQLID, GraphQLInt, GraphQLString } from 'graphql'
import { encodeGlobalId } from '../../plan/global-id.ts'
import type { FieldPlace, Selection } from '../../plan/operation/operation-plan.ts'
import { runCode } from '../../plan/run-code.ts'
import { type LeafText, stringText } from './leaf-text.ts'

/** A part of a text in generated code: the text itself, or an expression for it. */
type TextPart = string | { readonly code: string }

/** Generated functions that write plain fields of objects, each of which holds a value of the usual kind; for another, those that write throw. */
export interface RowCode {
  /** The fields' JSON, where none of the texts needs an escape. */
  readonly plain: (object: object) => string
  /** The fields' JSON, whatever the texts are. */
  readonly escaped: (object: object) => string
  /** The texts in the fields of a list's objects, one after the other; undefined where a field holds a value of another kind. */
  readonly listStrings: (list: readonly unknown[], from: number, to: number) => string | undefined
  /** The objects of a list from an index up to another, written whole and behind a `[` or comma. */
  readonly listPlain: (list: readonly unknown[], from: number, to: number) => string
  readonly listEscaped: (list: readonly unknown[], from: number, to: number) => string
}

/** A field as generated code writes it. */
export interface RowField {
  /** What stands before the value. */
  readonly prefix: string
  readonly place: FieldPlace
  /** The property that it reads, where it reads just one. */
  readonly rowProperty: string | undefined
  /** The fast way to a leaf's text, if there is any. */
  readonly leaf: LeafText | undefined
  /** What stands in the field's objects. */
  below(): { readonly selection: Selection; readonly fields: readonly RowPart[] }
}

/** What stands behind each other in an object: a field, or text that is the same for every object. */
export type RowPart = RowField | string

/** Most fields of one row: code for more is no faster, and a few fragments can be spread very often. */
const MOST_FIELDS = 100

interface LeafCode {
  /** Whether texts are usual values, and every value stands between quotes. */
  readonly isText: boolean
  /** Tells the other usual values. */
  readonly usual: string
}

const LEAVES: ReadonlyMap<unknown, LeafCode> = new Map<unknown, LeafCode>([
  [GraphQLString, { isText: true, usual: 'false' }],
  [GraphQLID, { isText: true, usual: 'Number.isSafeInteger(value)' }],
  [GraphQLInt, { isText: false, usual: '(value | 0) === value' }],
  [GraphQLFloat, { isText: false, usual: 'Number.isFinite(value)' }],
  [GraphQLBoolean, { isText: false, usual: "typeof value === 'boolean'" }],
])

/** Whether code can write the part: a field that reads one property, for a leaf that there is a fast way for or an object of such fields. */
export function fitsRow(part: RowPart): boolean {
  return fieldsLeft(part, MOST_FIELDS) >= 0
}

/** `left` less the part's fields; below 0 where there are more, or one does not fit. */
function fieldsLeft(part: RowPart, left: number): number {
  if (left < 0 || typeof part === 'string') return left
  const { shape } = part.place
  if (part.rowProperty === undefined || shape.kind === 'list') return -1
  if (shape.kind === 'leaf') return part.leaf ? left - 1 : -1
  const { fields, selection } = part.below()
  if (selection.error || fields.length === 0) return -1
  return fields.reduce((rest, each) => fieldsLeft(each, rest), left - 1)
}

/** Compiles parts that fit; undefined where the platform forbids code that is made at run time. */
export function compileRow(parts: readonly RowPart[]): RowCode | undefined {
  const each = 'for (let at = from; at < to; at++)'
  const names = new Map(leavesOf(parts).map((leaf, at) => [leaf, `leaf${at}`]))
  const plain = { quote: between, names }
  const escaped = { quote: escaping, names }
  const source = `
    const isObject = value =>
      typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Error)
    return {
      plain(object) { ${writeOf(parts, plain, 'return ', [], [])} },
      escaped(object) { ${writeOf(parts, escaped, 'return ', [], [])} },
      listStrings(list, from, to) {
        let text = ''
        ${each} { const object = list[at]; if (!isObject(object)) return; ${checksOf(parts, 'object')} }
        return text
      },
      listPlain(list, from, to) {
        let text = ''
        ${each} { const object = list[at]; ${writeOf(parts, plain, 'text += ', [SEPARATOR], ['}'])} }
        return text
      },
      listEscaped(list, from, to) {
        let text = ''
        ${each} { const object = list[at]; ${writeOf(parts, escaped, 'text += ', [SEPARATOR], ['}'])} }
        return text
      },
    }`
  return runCode(source, {
    quoted,
    encodeGlobalId,
    unusual,
    ...Object.fromEntries(Array.from(names, ([leaf, name]) => [name, leaf])),
  })
}

/** How an expression's value is written. */
type Quote = (value: string) => readonly TextPart[]

interface Leaves {
  /** Values that stand between quotes. */
  readonly quote: Quote
  /** Those of other than built-in types: what code calls what writes them. */
  readonly names: ReadonlyMap<LeafText | undefined, string>
}

const SEPARATOR = { code: "(at === 0 ? '[' : ',')" }
const between: Quote = value => ['"', { code: value }, '"']
const escaping: Quote = value => [{ code: `quoted(${value})` }]

/** A text or ID as JSON. */
function quoted(value: unknown): string {
  return stringText(value) ?? `"${value}"`
}

const UNUSUAL = Symbol('a value of another kind')

function unusual(): never {
  throw UNUSUAL
}

/** What writes the leaves of other than built-in types. */
function leavesOf(parts: readonly RowPart[]): LeafText[] {
  return parts.flatMap(part => {
    if (typeof part === 'string') return []
    const { shape } = part.place
    if (shape.kind !== 'leaf') return leavesOf(part.below().fields)
    return part.leaf && !LEAVES.has(shape.type) ? [part.leaf] : []
  })
}

/** Statements that add an object's texts to `text`, and return where a value is not of the usual kind; of other than built-in types what writes them tells. */
function checksOf(parts: readonly RowPart[], object: string): string {
  const checks = parts.map(part => {
    if (typeof part === 'string') return ''
    const { shape } = part.place
    const read = `const value = ${propertyOf(part, object)};`
    const orReturn = shape.nonNull ? 'return' : 'if (value !== null && value !== undefined) return'
    const leaf = shape.kind === 'leaf' ? LEAVES.get(shape.type) : undefined
    if (shape.kind === 'leaf' && !leaf) return ''
    if (leaf)
      return `{ ${read} ${leaf.isText ? "if (typeof value === 'string') text += value; else" : ''} if (!(${leaf.usual})) ${orReturn} }`
    const below = `${object}_`
    return `{ ${read} if (isObject(value)) { const ${below} = value; ${checksOf(part.below().fields, below)} } else ${orReturn} }`
  })
  return checks.join(' ')
}

/** Statements of which the last, that begins with `start`, takes the parts' JSON. */
function writeOf(
  parts: readonly RowPart[],
  leaves: Leaves,
  start: string,
  before: readonly TextPart[],
  after: readonly TextPart[],
): string {
  const declarations = ['let value']
  const textOf = (part: RowPart, object: string): readonly TextPart[] => {
    if (typeof part === 'string') return [part]
    const { shape } = part.place
    const property = propertyOf(part, object)
    if (shape.kind === 'leaf') {
      const text = leafQuote(part, leaves)
      return [part.prefix, ...(shape.nonNull ? text(property) : orNull('value', `value = ${property}`, text('value')))]
    }
    const below = `object${declarations.length}`
    declarations.push(`${below} = ${object === 'object' ? property : `${object} ? ${property} : undefined`}`)
    const text = [...part.below().fields.flatMap(field => textOf(field, below)), '}']
    return [part.prefix, ...(shape.nonNull ? text : orNull(below, below, text))]
  }
  const text = [...before, ...parts.flatMap(part => textOf(part, 'object')), ...after]
  // What is declared in the first place is known only now.
  return `${declarations.join(', ')}; ${start}${concatenation(text)}`
}

/** How a leaf is written: a global id needs no escape, whatever it is made of. */
function leafQuote({ place: { shape, field }, leaf }: RowField, { quote, names }: Leaves): Quote {
  const type = field?.globalIdOf
  if (type !== undefined) return value => ['"', { code: `encodeGlobalId(${JSON.stringify(type)}, ${value})` }, '"']
  const name = names.get(leaf)
  if (name !== undefined) return value => [{ code: `(${name}(${value}) ?? unusual())` }]
  return shape.kind === 'leaf' && LEAVES.get(shape.type)?.isText ? quote : value => [{ code: value }]
}

function propertyOf({ rowProperty }: RowField, object: string): string {
  return `${object}[${JSON.stringify(rowProperty)}]`
}

/** The expression for the parts behind each other; texts next to each other become one, which is a step less at run time. */
function concatenation(parts: readonly TextPart[]): string {
  const terms: string[] = []
  let text = ''
  const endText = () => {
    if (text !== '') terms.push(JSON.stringify(text))
    text = ''
  }
  for (const part of parts) {
    if (typeof part === 'string') {
      text += part
      continue
    }
    endText()
    terms.push(part.code)
  }
  endText()
  return terms.join(' + ')
}

/** JSON for a value that may be null; `read` is an expression that leaves it in the variable. */
function orNull(variable: string, read: string, text: readonly TextPart[]): readonly TextPart[] {
  return [{ code: `((${read}) === null || ${variable} === undefined ? 'null' : ${concatenation(text)})` }]
}
