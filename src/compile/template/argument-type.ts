import {
  type GraphQLArgument,
  type GraphQLInputType,
  GraphQLList,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql'
import { type Path, printPath } from '../../plan/path.ts'
import type { Expression } from '../../plan/template.ts'
import { suggestOrList } from '../../schema/suggest.ts'

/** Why there is nothing at a path behind an argument. */
export interface NoType {
  readonly message: string
  readonly suggestion: string
}

/** The input type at the path behind an argument, `[ID!]` for `$args.items[].id`. */
export function typeBehind(argument: GraphQLArgument, path: Path): GraphQLInputType | NoType {
  return walk(argument.type, path, [{ kind: 'property', name: argument.name }])
}

export function isNoType(found: GraphQLInputType | NoType): found is NoType {
  return 'suggestion' in found
}

function walk(type: GraphQLInputType, path: Path, walked: Path): GraphQLInputType | NoType {
  const [segment, ...rest] = path
  if (!segment) return type
  const open = getNullableType(type)
  const here = `$args.${printPath(walked)}`
  if (segment.kind !== 'property') {
    if (!isListType(open)) return { message: `${here} is no list.`, suggestion: `Write {${here}}.` }
    const found = walk(open.ofType, rest, [...walked, segment])
    return segment.kind === 'each' && !isNoType(found) ? new GraphQLList(found) : found
  }
  if (isListType(open))
    return { message: `${here} is a list.`, suggestion: `Write {${here}[].${segment.name}} for that of every item.` }
  if (!isInputObjectType(open))
    return {
      message: `${here} is of type ${getNamedType(type).name}, which has no fields.`,
      suggestion: `Write {${here}}.`,
    }
  const fields = open.getFields()
  const field = Object.hasOwn(fields, segment.name) ? fields[segment.name] : undefined
  if (field) return walk(field.type, rest, [...walked, segment])
  return {
    message: `the input type ${open.name} has no field "${segment.name}".`,
    suggestion: suggestOrList(segment.name, Object.keys(fields), 'fields'),
  }
}

/** The coordinate of the input field that a path behind an argument leads to; undefined for the argument itself. */
export function inputFieldBehind(argument: GraphQLArgument, path: Path): string | undefined {
  let type: GraphQLInputType = argument.type
  let found: string | undefined
  for (const segment of path) {
    const named = getNamedType(type)
    if (segment.kind !== 'property' || !isInputObjectType(named)) continue
    found = `${named.name}.${segment.name}`
    type = named.getFields()[segment.name]?.type ?? type
  }
  return found
}

/** Whether the expression has no value in some request that is valid: its argument, or an input field on the way, is optional. */
export function couldBeAbsent({ from, fallback }: Expression, args: readonly GraphQLArgument[]): boolean {
  if (from.root !== 'args' || fallback !== undefined) return false
  const [first, ...rest] = from.path
  const argument = args.find(each => first?.kind === 'property' && each.name === first.name)
  if (!argument) return false
  let optional = !isNonNullType(argument.type) && argument.default === undefined
  let type: GraphQLInputType = argument.type
  for (const segment of rest) {
    const open = getNullableType(type)
    const field = segment.kind === 'property' && isInputObjectType(open) ? open.getFields()[segment.name] : undefined
    // An item of a list may always be missing.
    if (!field) return true
    optional ||= !isNonNullType(field.type) && field.default === undefined
    type = field.type
  }
  return optional
}
