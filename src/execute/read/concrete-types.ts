import { type GraphQLObjectType, type GraphQLSchema, isAbstractType, isObjectType } from 'graphql'
import type { ObjectShape } from '../../plan/operation/shape.ts'
import { ownCopy } from '../../plan/own-copy.ts'
import { nothingElse, readPath } from '../../plan/path.ts'
import type { TypeResolver } from '../../plan/resolver/resolver-map.ts'
import { asFieldError, wrongShape } from '../../result/field-error.ts'
import type { SourceError } from '../../source/source-error.ts'
import { caught } from '../caught.ts'

/** The characters of an upstream's text that the log shows. */
const MOST_SHOWN = 100

/** The text of the type for objects that tell another one than any, or none. */
const EVERY_OTHER = '*'

const TYPE_NAME = [{ kind: 'property', name: '__typename' }] as const

/** Finds the types of a place's objects; objects that tell none share one error for each source. */
export class ConcreteTypes {
  readonly #schema: GraphQLSchema
  readonly #shape: ObjectShape
  readonly #faults = new Map<string, SourceError>()

  constructor(schema: GraphQLSchema, shape: ObjectShape) {
    this.#schema = schema
    this.#shape = shape
  }

  /** The type of an object: the field's own, or for an interface or union what the object tells. */
  of(value: unknown, source: string): GraphQLObjectType | SourceError {
    const { type: declared, abstract } = this.#shape
    if (!isAbstractType(declared)) return declared as GraphQLObjectType
    if (abstract?.resolveType) return this.#byCode(abstract.resolveType, value, source)
    const told = readPath(value, abstract?.paths.get(source) ?? TYPE_NAME, nothingElse)
    if (told instanceof Error) return asFieldError(told)
    const isNothing = told === undefined || told === null
    const text = isNothing || typeof told === 'object' ? undefined : String(told)
    const known = abstract?.types?.get(source)
    const other = isNothing || text !== undefined ? known?.get(EVERY_OTHER) : undefined
    const name = known && text !== undefined ? (known.get(text) ?? other) : (text ?? other)
    return this.#named(name, text, source)
  }

  /** What code of one's own says; it is given an object for itself. */
  #byCode(tell: TypeResolver, value: unknown, source: string): GraphQLObjectType | SourceError {
    const told = caught(() => tell(ownCopy(value)))
    if (told instanceof Error) return asFieldError(told)
    const name = typeof told === 'string' ? told : undefined
    return this.#named(name, name, source)
  }

  #named(name: string | undefined, text: string | undefined, source: string): GraphQLObjectType | SourceError {
    const declared = this.#shape.type
    const type = name === undefined ? undefined : this.#schema.getType(name)
    return isObjectType(type) && isAbstractType(declared) && this.#schema.isSubType(declared, type)
      ? type
      : this.#fault(text, source)
  }

  #fault(text: string | undefined, source: string): SourceError {
    const known = this.#faults.get(source)
    if (known) return known
    const cause =
      text === undefined ? 'it tells no type' : `"${text.slice(0, MOST_SHOWN)}" is no type of ${this.#shape.type.name}`
    const fault = wrongShape('an object that tells its type', source, new Error(cause))
    this.#faults.set(source, fault)
    return fault
  }
}
