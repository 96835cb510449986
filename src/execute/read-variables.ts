import { GraphQLFloat, type GraphQLInputType, getNullableType, isInputObjectType, isListType } from 'graphql'
import { LongFraction } from '../plan/long-fraction.ts'
import type { VariablePlan } from '../plan/operation/variable-plan.ts'
import { limitExceeded } from '../result/field-error.ts'
import type { SourceError } from '../source/source-error.ts'

type Variables = Readonly<Record<string, unknown>>

/** Values in an operation's variables, those of a variable as often as arguments use it; each takes its time to be read and sent. */
export const MOST_VALUES = 50_000

/** Characters of a text that count as one value more. */
const CHARACTERS = 64

/** Names of one object that its type does not have, of which errors tell: each error shows the whole object. */
const MOST_UNKNOWN = 10

/**
 * An operation's variables with the nearest double for each integer beyond 2^53 that a Float takes (specification, section 3.5.2).
 * They are read with all digits, for the scalars that keep them, and graphql-js refuses a `bigint` that a double rounds. Of
 * fractions only Decimal takes all digits; everything else takes the double. Throws a SourceError where there are too many values.
 */
export function readVariables(plans: readonly VariablePlan[], variables: Variables): Record<string, unknown> {
  const read: Record<string, unknown> = Object.create(null)
  let left = MOST_VALUES
  for (const { signature, uses } of plans) {
    const { name, type } = signature
    if (!Object.hasOwn(variables, name)) continue
    const reader = new VariableReader(left)
    read[name] = reader.read(type, variables[name])
    left -= reader.count * Math.max(uses, 1)
    if (left < 0) throw tooManyValues()
  }
  return read
}

/** The error of variables of too many values. */
export function tooManyValues(): SourceError {
  return limitExceeded(`The variables have more than ${MOST_VALUES} values.`)
}

/** Reads a variable's value; what needs no change is the same object as before. */
class VariableReader {
  readonly #most: number
  count = 0

  constructor(most: number) {
    this.#most = most
  }

  read(of: GraphQLInputType, value: unknown): unknown {
    const type = getNullableType(of)
    this.#add(value)
    if (isListType(type))
      return Array.isArray(value)
        ? this.#readAll(value, item => this.read(type.ofType, item))
        : this.read(type.ofType, value)
    if (value instanceof LongFraction) return type.name === 'Decimal' ? value.text : Number(value.text)
    if (isInputObjectType(type)) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
      const fields = type.getFields()
      // Each field of the type is looked for, also one that is not there.
      this.#add(undefined, Object.keys(fields).length)
      return this.#readFields(withoutMostUnknown(value, fields), (inner, name) => {
        const field = Object.hasOwn(fields, name) ? fields[name] : undefined
        return field ? this.read(field.type, inner) : inner
      })
    }
    if (type.name === 'JSON') return this.#readJson(value)
    return type === GraphQLFloat && typeof value === 'bigint' ? nearestDouble(value) : value
  }

  /** A JSON value keeps no more digits than a double. */
  #readJson(value: unknown): unknown {
    if (value instanceof LongFraction) return Number(value.text)
    if (typeof value !== 'object' || value === null) return value
    const readInner = (inner: unknown) => {
      this.#add(inner)
      return this.#readJson(inner)
    }
    if (Array.isArray(value)) return this.#readAll(value, readInner)
    // A name takes as much as a value.
    this.#add(undefined, Object.keys(value).length)
    return this.#readFields(value, readInner)
  }

  #readAll(list: readonly unknown[], read: (item: unknown) => unknown): readonly unknown[] {
    let changed: unknown[] | undefined
    for (let at = 0; at < list.length; at++) {
      const known = read(list[at])
      if (known === list[at]) continue
      changed ??= [...list]
      changed[at] = known
    }
    return changed ?? list
  }

  #readFields(object: object, read: (inner: unknown, name: string) => unknown): object {
    let changed: object | undefined
    for (const name of Object.keys(object)) {
      const inner = (object as Variables)[name]
      const value = read(inner, name)
      if (value === inner) continue
      changed ??= { ...object }
      Object.defineProperty(changed, name, { value, writable: true, enumerable: true, configurable: true })
    }
    return changed ?? object
  }

  #add(value: unknown, values = 1): void {
    this.count += values + (typeof value === 'string' ? Math.floor(value.length / CHARACTERS) : 0)
    if (this.count > this.#most) throw tooManyValues()
  }
}

/** The object as graphql-js may tell what is wrong with it. */
function withoutMostUnknown(value: object, fields: object): object {
  const names = Object.keys(value)
  if (names.length <= MOST_UNKNOWN) return value
  let unknown = 0
  const told = names.filter(name => Object.hasOwn(fields, name) || ++unknown <= MOST_UNKNOWN)
  if (told.length === names.length) return value
  return Object.fromEntries(told.map(name => [name, (value as Variables)[name]]))
}

/** One that no double comes near stays for graphql-js to refuse. */
function nearestDouble(value: bigint): number | bigint {
  const double = Number(value)
  return Number.isFinite(double) ? double : value
}
