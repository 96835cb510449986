import { isObject } from '../../plan/is-object.ts'
import { propertyPath } from '../../plan/path.ts'
import type { ColumnTerm } from '../../plan/sql/column-term.ts'
import type { SqlRelation } from '../../plan/sql/sql-filter.ts'
import { ORDER_WAYS, type SqlOrder } from '../../plan/sql/sql-order.ts'
import { compileTerm } from './compile-term.ts'
import { relatedContext } from './filter/related-context.ts'
import type { NoRelation } from './filter/relation.ts'
import type { SqlContext } from './sql-context.ts'
import { pathOf, termOf } from './term-of.ts'

const RANDOM = 'random()'
const RANK = 'rank()'

type Way = Pick<SqlOrder, 'direction' | 'nullsLargest'>

/** Compiles `orderBy`: a name, `{ name: DESC }`, `{ customer: { name: ASC } }`, `"random()"`, `"rank()"`, or a list of these. */
export function compileOrder(context: SqlContext): SqlOrder[] {
  const { orderBy } = context.use.args
  if (orderBy === undefined || orderBy === null) return []
  if (!Array.isArray(orderBy)) return compileItem(context, orderBy, 'orderBy')
  return orderBy.flatMap((item, index) => compileItem(context, item, `orderBy.${index}`))
}

function compileItem(context: SqlContext, item: unknown, argument: string): SqlOrder[] {
  if (item === RANDOM) return compileRandom(context, argument)
  if (item === RANK) return compileRank(context, argument)
  if (typeof item === 'string') {
    if (item.includes('{'))
      context.report(argument, 'orderBy names columns, and takes no templates.', 'Write orderBy: "id".')
    return [orderItem(context, termOf(context, item, argument), { direction: 'ASC' }, [])]
  }
  if (isObject(item)) return compileNames(context, item, argument, [])
  context.report(argument, 'orderBy is a name, { name: DESC }, or a list of these.', 'Write orderBy: "id".')
  return []
}

/** Pages in such an order would have no places. */
function compileRandom({ connection, report }: SqlContext, argument: string): SqlOrder[] {
  if (connection)
    report(argument, 'a connection has one order for all its pages.', 'Order it by a column, or return a list.')
  return [{ by: { kind: 'random' }, direction: 'ASC' }]
}

/** The best first. */
function compileRank({ use, report }: SqlContext, argument: string): SqlOrder[] {
  if (use.args.search === undefined)
    report(argument, 'rank() says how well a row fits a search.', 'Write search: "{$args.text}", or another order.')
  return [{ by: { kind: 'rank' }, direction: 'DESC' }]
}

function compileNames(
  context: SqlContext,
  names: object,
  argument: string,
  relations: readonly SqlRelation[],
): SqlOrder[] {
  return Object.entries(names).flatMap(([name, value]): SqlOrder[] => {
    const at = `${argument}.${name}`
    if (isObject(value)) return compileRelated(context, name, value, at, relations)
    return [orderItem(context, termOf(context, name, at), wayOf(value, name, at, context), relations)]
  })
}

function wayOf(value: unknown, name: string, argument: string, { report }: SqlContext): Way {
  const way = ORDER_WAYS.get(value)
  if (!way) report(argument, `"${value}" is no direction.`, `Write { ${name}: ASC } or { ${name}: DESC }.`)
  return way ?? { direction: 'ASC' }
}

/** Cursors hold what it is about in the clear; whole columns of the rows themselves are told with those of the key. */
function orderItem(
  { returned, coordinate, source, connection, valueReads }: SqlContext,
  term: ColumnTerm,
  way: Way,
  relations: readonly SqlRelation[],
): SqlOrder {
  if (connection && (relations.length > 0 || term.inside))
    valueReads.add({ at: coordinate, type: returned, path: pathOf(term), source })
  return relations.length === 0 ? { ...term, ...way } : { by: { kind: 'related', relations, ...term }, ...way }
}

function compileRelated(
  context: SqlContext,
  name: string,
  value: object,
  argument: string,
  relations: readonly SqlRelation[],
): SqlOrder[] {
  const { returned, source, connection, coordinate, valueReads } = context
  const found = context.relations(returned, name, source)
  if (found?.kind !== 'relation') {
    const { message, suggestion } = whyNot(name, found)
    context.report(argument, `an order can't go through ${name}: ${message}`, suggestion)
    return []
  }
  const inside = relatedContext(context, found)
  const through = [...relations, found.to]
  // Of what is behind it, cursors tell what only those may know who see the field.
  if (connection) valueReads.add({ at: coordinate, type: returned, field: name, path: propertyPath(name), source })
  if (!found.list) return compileNames(inside, value, argument, through)
  return compileComputed(inside, value, argument, through)
}

/** What is computed over several rows: `{ count: DESC }`, `{ sum: { amount: DESC } }`. */
function compileComputed(
  context: SqlContext,
  names: object,
  argument: string,
  relations: readonly SqlRelation[],
): SqlOrder[] {
  const { connection, coordinate, returned, source, valueReads } = context
  return Object.entries(names).flatMap(([name, value]): SqlOrder[] =>
    compileTerm(context, name, value, `${argument}.${name}`).map(({ term, operand, argument: at }) => {
      const { column } = term
      if (connection && column !== undefined)
        valueReads.add({ at: coordinate, type: returned, path: propertyPath(column), source })
      return { by: { kind: 'aggregate', relations, term }, ...wayOf(operand, name, at, context) }
    }),
  )
}

/** Why no order goes through a field. */
export function whyNot(name: string, found: NoRelation | undefined): Omit<NoRelation, 'kind'> {
  if (found) return { ...found, suggestion: 'Order by a column of the rows themselves.' }
  return { message: 'it holds no row of this database.', suggestion: `Write ${name}: ASC or ${name}: DESC.` }
}
