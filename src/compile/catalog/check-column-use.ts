import type { NamedColumn } from '../../plan/schema-plan.ts'
import type { Column } from '../../source/catalog.ts'

/** What a directive asks of a column's type that it does not have: an equality, an order. */
export function checkColumnUse(
  { argument, compared }: NamedColumn,
  { name, kind, incomparable }: Column,
  isPage: boolean,
): { readonly message: string; readonly suggestion: string } | undefined {
  const holds = kind === 'json' ? 'holds JSON' : kind === 'list' ? 'holds lists' : 'has a type without an order'
  if (compared && (incomparable || kind === 'list'))
    return {
      message: `nothing can be compared with "${name}", which ${kind === 'text' ? 'has a type without an equality' : holds}.`,
      suggestion: kind === 'json' ? 'Make it jsonb, or write isNull: true or false.' : 'Write isNull: true or false.',
    }
  const isOrder = !compared && argument.startsWith('orderBy')
  if (isOrder && (incomparable || (isPage && (kind === 'json' || kind === 'list'))))
    return {
      message: `${isPage ? 'a connection' : 'a list'} can't be in the order of "${name}", which ${holds}.`,
      suggestion: 'Order it by another column.',
    }
  return undefined
}
