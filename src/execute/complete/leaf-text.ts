import {
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLLeafType,
  GraphQLString,
  isEnumType,
} from 'graphql'
import { inspect } from 'graphql/jsutils/inspect.js'
import { OWN_SCALAR } from '../../plan/resolver/own-scalar.ts'
import { withoutStacks } from '../../result/without-stacks.ts'
import { LONG_TEXT } from '../../source/json-text-steps.ts'
import { needsEscape } from './needs-escape.ts'

/** The JSON text of a leaf's value; undefined where it is not of the shape that needs no coercion. */
export type LeafText = (value: unknown) => string | undefined

/**
 * The fast way for the values that a type is made of; all others are written by themselves. Undefined where none is: for any
 * JSON, and for scalars of code of one's own, which is called once for each value.
 */
export function leafText(type: GraphQLLeafType): LeafText | undefined {
  if (type === GraphQLString) return stringText
  if (type === GraphQLID) return idText
  if (type === GraphQLInt) return intText
  if (type === GraphQLFloat) return floatText
  if (type === GraphQLBoolean) return booleanText
  if (isEnumType(type)) return enumText(type.getValues())
  return isJson(type) || type.extensions[OWN_SCALAR] ? undefined : scalarText(type)
}

/** The JSON text of any value of a leaf type (specification, section 6.4.3). Throws what the type throws. */
export function coercedText(type: GraphQLLeafType, value: unknown): string {
  const coerced: unknown = type.coerceOutputValue(value)
  if (coerced !== undefined && coerced !== null) return JSON.stringify(coerced) ?? 'null'
  const call = `${inspect(type)}.coerceOutputValue(${inspect(value)})`
  throw new Error(`Expected \`${call}\` to return non-nullable value, returned: ${inspect(coerced)}`)
}

/** Whether the type takes any JSON value; no other leaf is an object or a list. */
export function isJson(type: GraphQLLeafType): boolean {
  return type.name === 'JSON'
}

/** Whether a string of the type is written as it is. */
export function isText(type: GraphQLLeafType): boolean {
  return type === GraphQLString || type === GraphQLID
}

/** A string as JSON text. */
export function stringText(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  return needsEscape(value) ? JSON.stringify(value) : `"${value}"`
}

function idText(value: unknown): string | undefined {
  return typeof value === 'number' ? (Number.isSafeInteger(value) ? `"${value}"` : undefined) : stringText(value)
}

function intText(value: unknown): string | undefined {
  return typeof value === 'number' && (value | 0) === value ? `${value}` : undefined
}

function floatText(value: unknown): string | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? `${value}` : undefined
}

function booleanText(value: unknown): string | undefined {
  return typeof value === 'boolean' ? `${value}` : undefined
}

function enumText(values: readonly { readonly name: string; readonly value?: unknown }[]): LeafText {
  const texts = new Map(values.map(({ name, value }) => [String(value), `"${name}"`]))
  return value => (typeof value === 'object' || value === undefined ? undefined : texts.get(String(value)))
}

/** What a scalar's own coercion makes of a text or number that it does not refuse, and that is not long. */
function scalarText(type: GraphQLLeafType): LeafText {
  return value => {
    if (typeof value === 'object' || value === undefined) return undefined
    if (typeof value === 'string' && value.length > LONG_TEXT) return undefined
    try {
      const coerced = withoutStacks(() => type.coerceOutputValue(value))
      return stringText(coerced) ?? floatText(coerced)
    } catch {
      return undefined
    }
  }
}
