import type { DirectiveUse, SchemaDefinition } from '../../schema/definition.ts'
import type { Homes } from '../home.ts'
import type { FieldOfType } from '../source-kind.ts'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
const KEY = /\{\s*\$(?:this|batch)\.(\w+)\s*\}/
const ARGUMENT = /\{\s*\$args\.([\w.]+)\s*\}/
const QUERY = /\?.*$/s

/**
 * The field that an argument is a value of, by the argument's path: where a URL is that of the home of one type with global ids, with the
 * argument in the place of the key. What else is in the query does not count.
 */
export function argumentFields(
  { use, source }: { readonly use: DirectiveUse; readonly source: string },
  { nodeTypes, directives }: SchemaDefinition,
  homes: Homes,
): ReadonlyMap<string, FieldOfType> {
  const asked = urlOf(use)
  const [argument, path] = ARGUMENT.exec(asked) ?? []
  if (argument === undefined || path === undefined) return new Map()
  const [found, more] = [...nodeTypes].flatMap((type): readonly FieldOfType[] => {
    const home = directives.get(type)?.find(({ name }) => name === use.name)
    if (!home || homes.of(type)?.settings.name !== source) return []
    const [key, field] = KEY.exec(urlOf(home)) ?? []
    if (key === undefined || field === undefined) return []
    return isAlike(asked.replace(argument, key), urlOf(home), key) ? [{ type, field }] : []
  })
  return new Map(found && !more ? [[path, found]] : [])
}

function urlOf({ args }: DirectiveUse): string {
  return String(METHODS.map(method => args[method]).find(url => typeof url === 'string') ?? '')
}

function isAlike(one: string, other: string, key: string): boolean {
  const [path, otherPath] = [one.replace(QUERY, ''), other.replace(QUERY, '')]
  return one === other || (path === otherPath && path.includes(key))
}
