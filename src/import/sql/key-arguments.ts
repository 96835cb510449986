import type { LiteralObject, SdlArgument } from '../sdl/sdl.ts'
import type { TypeModel } from './model.ts'

/** Arguments that mean something by themselves, or stand beside a key. */
const OTHERS = ['first', 'last', 'before', 'after', 'limit', 'offset', 'where', 'orderBy', 'changes']

/** An argument for each column of a key, and the `where` that finds its row. */
export function keyArguments(
  { fields }: TypeModel,
  key: readonly string[],
): { args: SdlArgument[]; where: LiteralObject } {
  const columns = key.flatMap(column => fields.get(column) ?? [])
  const named = columns.map(({ name, type }) => ({ name, type, arg: OTHERS.includes(name) ? `${name}Value` : name }))
  return {
    args: named.map(({ arg, type }) => ({ name: arg, type: `${type}!` })),
    where: Object.fromEntries(named.map(({ name, arg }) => [name, `{$args.${arg}}`])),
  }
}
