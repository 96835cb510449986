import { type GraphQLArgument, type GraphQLInputType, getNullableType, isInputObjectType, isListType } from 'graphql'
import { isObject } from '../is-object.ts'
import type { Denial } from './guards.ts'

/** Why one of the input fields that arguments have is not for a user; undefined where all are. */
export function deniedInput(
  definitions: readonly GraphQLArgument[],
  args: Readonly<Record<string, unknown>>,
  denied: ReadonlyMap<string, Denial>,
): Denial | undefined {
  for (const { name, type } of definitions) {
    const denial = deniedIn(type, args[name], denied)
    if (denial) return denial
  }
  return undefined
}

function deniedIn(type: GraphQLInputType, value: unknown, denied: ReadonlyMap<string, Denial>): Denial | undefined {
  const open = getNullableType(type)
  if (isListType(open)) {
    for (const item of Array.isArray(value) ? value : []) {
      const denial = deniedIn(open.ofType, item, denied)
      if (denial) return denial
    }
    return undefined
  }
  if (!isInputObjectType(open) || !isObject(value)) return undefined
  const fields = open.getFields()
  for (const [name, inner] of Object.entries(value)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined
    const denial = denied.get(`${open.name}.${name}`) ?? (field && deniedIn(field.type, inner, denied))
    if (denial) return denial
  }
  return undefined
}
