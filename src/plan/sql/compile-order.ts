import type { BindingSite } from '../binding-site.ts'
import { columnOf } from './column-of.ts'
import type { SqlOrder } from './sql-binding.ts'

/** Compiles `orderBy`: a name, `{ name: DESC }`, or a list of these. */
export function compileOrder(site: BindingSite): SqlOrder[] {
  const { orderBy } = site.use.args
  if (orderBy === undefined || orderBy === null) return []
  return (Array.isArray(orderBy) ? orderBy : [orderBy]).flatMap(item => compileItem(site, item))
}

function compileItem(site: BindingSite, item: unknown): SqlOrder[] {
  if (typeof item === 'string') return [{ column: columnOf(site, item, 'orderBy'), direction: 'ASC' }]
  if (typeof item !== 'object' || item === null) {
    site.report('orderBy', 'orderBy is a name, { name: DESC }, or a list of these.')
    return []
  }
  return Object.entries(item).map(([name, direction]) => {
    if (direction !== 'ASC' && direction !== 'DESC')
      site.report(`orderBy.${name}`, `the direction of "${name}" is neither ASC nor DESC.`)
    return { column: columnOf(site, name, 'orderBy'), direction: direction === 'DESC' ? 'DESC' : 'ASC' }
  })
}
