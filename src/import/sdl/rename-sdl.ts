import { ROOTS } from '../name/name-types.ts'
import type { Renaming } from '../name/renaming.ts'
import {
  EnumLiteral,
  type Literal,
  type LiteralObject,
  type SdlDefinition,
  type SdlDirective,
  type SdlMember,
} from './sdl.ts'

/** The definitions under other names, with all that refers to them. */
export function renameSdl(definitions: readonly SdlDefinition[], renaming: Renaming): SdlDefinition[] {
  return definitions.map(definition => renameDefinition(definition, renaming))
}

function renameDefinition(definition: SdlDefinition, renaming: Renaming): SdlDefinition {
  const { name, directives, members, types } = definition
  const isRoot = ROOTS.includes(name)
  return {
    ...definition,
    name: name === '' ? '' : renaming.type(name),
    ...(directives && { directives: renameDirectives(directives, renaming) }),
    ...(members && { members: members.map(member => renameMember(member, isRoot, renaming)) }),
    ...(types && { types: types.map(renaming.type) }),
  }
}

function renameMember(member: SdlMember, isRoot: boolean, renaming: Renaming): SdlMember {
  const { name, type, args, directives } = member
  return {
    ...member,
    name: isRoot ? renaming.rootField(name) : name,
    ...(type !== undefined && { type: renameType(type, renaming) }),
    ...(args && { args: args.map(arg => ({ ...arg, type: renameType(arg.type, renaming) })) }),
    ...(directives && { directives: renameDirectives(directives, renaming) }),
  }
}

/** The name inside of its wrappers: `[Film!]` is `[ShopFilm!]`. */
function renameType(type: string, renaming: Renaming): string {
  return type.replace(/\w+/, renaming.type)
}

function renameDirectives(directives: readonly SdlDirective[], renaming: Renaming): SdlDirective[] {
  return directives.map(({ name, args }) => ({ name, args: renameArguments(name, args, renaming) }))
}

function renameArguments(directive: string, args: LiteralObject, renaming: Renaming): LiteralObject {
  // What stands in a path or names a value is no template.
  const isBinding = directive !== 'map' && directive !== 'deprecated'
  const entries = Object.entries(args).map(([name, value]): [string, Literal] => {
    if (typeof value === 'string' && name === (directive === 'source' ? 'name' : 'source'))
      return [name, renaming.source(value)]
    if (typeof value === 'string' && directive === 'sql' && name === 'type') return [name, renaming.type(value)]
    return [name, isBinding ? renameVariables(value, renaming) : value]
  })
  return Object.fromEntries(entries)
}

/** Each `{$env.X}` in texts; braces that are written twice stand for themselves. */
function renameVariables(value: Literal, renaming: Renaming): Literal {
  if (typeof value === 'string')
    return value.replace(/\{\{|\{\$env\.(\w+)/g, (text, name?: string) =>
      name === undefined ? text : `{$env.${renaming.variable(name)}`,
    )
  if (Array.isArray(value)) return value.map(item => renameVariables(item, renaming))
  if (typeof value !== 'object' || value === null || value instanceof EnumLiteral) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, renameVariables(item, renaming)]))
}
