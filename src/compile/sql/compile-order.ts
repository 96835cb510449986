import type { SqlOrder } from '../../plan/sql/sql-binding.ts'
import type { BindingContext } from '../binding-site.ts'
import { columnOf } from './column-of.ts'

/** Compiles `orderBy`: a name, `{ name: DESC }`, or a list of these. */
export function compileOrder(site: BindingContext): SqlOrder[] {
  const { orderBy } = site.use.args
  if (orderBy === undefined || orderBy === null) return []
  if (!Array.isArray(orderBy)) return compileItem(site, orderBy, 'orderBy')
  return orderBy.flatMap((item, index) => compileItem(site, item, `orderBy.${index}`))
}

function compileItem(site: BindingContext, item: unknown, argument: string): SqlOrder[] {
  if (typeof item === 'string') {
    if (item.includes('{'))
      site.report(argument, 'orderBy names columns, and takes no templates.', 'Write orderBy: "id".')
    return [{ column: columnOf(site, item, argument), direction: 'ASC' }]
  }
  if (typeof item !== 'object' || item === null) {
    site.report(argument, 'orderBy is a name, { name: DESC }, or a list of these.', 'Write orderBy: "id".')
    return []
  }
  return Object.entries(item).map(([name, direction]) => {
    const at = `${argument}.${name}`
    if (direction !== 'ASC' && direction !== 'DESC')
      site.report(at, `"${direction}" is no direction.`, `Write { ${name}: ASC } or { ${name}: DESC }.`)
    return { column: columnOf(site, name, at), direction: direction === 'DESC' ? 'DESC' : 'ASC' }
  })
}
