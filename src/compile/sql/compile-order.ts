import type { SqlOrder } from '../../plan/sql/sql-binding.ts'
import { columnOf } from './column-of.ts'
import type { SqlContext } from './sql-context.ts'

/** Compiles `orderBy`: a name, `{ name: DESC }`, or a list of these. */
export function compileOrder(context: SqlContext): SqlOrder[] {
  const { orderBy } = context.use.args
  if (orderBy === undefined || orderBy === null) return []
  if (!Array.isArray(orderBy)) return compileItem(context, orderBy, 'orderBy')
  return orderBy.flatMap((item, index) => compileItem(context, item, `orderBy.${index}`))
}

function compileItem(context: SqlContext, item: unknown, argument: string): SqlOrder[] {
  if (typeof item === 'string') {
    if (item.includes('{'))
      context.report(argument, 'orderBy names columns, and takes no templates.', 'Write orderBy: "id".')
    return [{ column: columnOf(context, item, argument), direction: 'ASC' }]
  }
  if (typeof item !== 'object' || item === null) {
    context.report(argument, 'orderBy is a name, { name: DESC }, or a list of these.', 'Write orderBy: "id".')
    return []
  }
  return Object.entries(item).map(([name, direction]) => {
    const at = `${argument}.${name}`
    if (direction !== 'ASC' && direction !== 'DESC')
      context.report(at, `"${direction}" is no direction.`, `Write { ${name}: ASC } or { ${name}: DESC }.`)
    return { column: columnOf(context, name, at), direction: direction === 'DESC' ? 'DESC' : 'ASC' }
  })
}
