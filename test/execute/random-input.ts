import {
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  type GraphQLInputType,
  GraphQLInt,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql'
import type { Random } from './random.ts'

/** How deep input objects that hold themselves are filled. */
export const MOST_DEPTH = 4

/** A value that a client may send for the type. */
export function randomInput(random: Random, type: GraphQLInputType, depth = MOST_DEPTH): unknown {
  if (!isNonNullType(type) && random.chance(0.1)) return null
  const nullable = getNullableType(type)
  if (isListType(nullable)) {
    const items = Array.from({ length: random.int(0, 2) }, () => randomInput(random, nullable.ofType, depth))
    const [only] = items
    const alone = items.length === 1 && only !== null && !Array.isArray(only) && random.chance(0.4)
    return alone ? only : items
  }
  if (isInputObjectType(nullable)) {
    const fields = Object.values(nullable.getFields()).filter(
      field => isRequired(field) || (depth > 0 && random.chance(0.6)),
    )
    return Object.fromEntries(fields.map(field => [field.name, randomInput(random, field.type, depth - 1)]))
  }
  if (isEnumType(nullable)) return random.pick(nullable.getValues()).name
  if (nullable === GraphQLInt) return random.int(-3, 300)
  if (nullable === GraphQLFloat) return random.pick([0, 1.5, -2, 1e21])
  if (nullable === GraphQLBoolean) return random.chance(0.5)
  if (nullable === GraphQLID) return random.pick(['7', 7, 'x'])
  return random.pick(['', 'a', 'b "c"', 'd\n\t'])
}

/** A value that can't be taken for the type; undefined where any can. */
export function unfitInput(type: GraphQLInputType): unknown {
  const nullable = getNullableType(type)
  if (isNonNullType(type)) return null
  return isListType(nullable) || isInputObjectType(nullable) ? undefined : { unfit: true }
}

/** Whether an argument or input field must be given. */
export function isRequired({
  type,
  default: fallback,
}: {
  readonly type: GraphQLInputType
  readonly default?: unknown
}): boolean {
  return isNonNullType(type) && fallback === undefined
}

/** A value as it is written in a document. */
export function inputLiteral(value: unknown, type: GraphQLInputType): string {
  const nullable = getNullableType(type)
  if (value === null) return 'null'
  if (isListType(nullable)) {
    if (!Array.isArray(value)) return inputLiteral(value, nullable.ofType)
    return `[${value.map(item => inputLiteral(item, nullable.ofType)).join(', ')}]`
  }
  if (isInputObjectType(nullable)) {
    const fields = nullable.getFields()
    const texts = Object.entries(value as object).flatMap(([name, each]) => {
      const field = fields[name]
      return field ? [`${name}: ${inputLiteral(each, field.type)}`] : []
    })
    return `{ ${texts.join(', ')} }`
  }
  return isEnumType(nullable) ? String(value) : JSON.stringify(value)
}
