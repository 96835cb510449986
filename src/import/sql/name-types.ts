import type { TableStructure } from '../../source/structure.ts'
import { pascalCase } from '../name/case.ts'
import { singular } from '../name/inflect.ts'
import { NamesTaken } from '../name/names-taken.ts'
import { wordsOf } from '../name/words.ts'
import { DECLARED_SCALARS, OWN_SCALARS } from './scalars.ts'

const ROOTS = ['Query', 'Mutation', 'Subscription']

/** What Sluice makes of a type `X` where it is used but not defined, and the inputs of mutations. */
const IMPLIED_SUFFIXES = ['Connection', 'Edge', 'Filter', 'Order', 'Input', 'Changes']

/** Names of types of a schema, with those that are not to be had. */
export function createTypeNames(): NamesTaken {
  const scalars = [...OWN_SCALARS, ...DECLARED_SCALARS]
  const scalarFilters = scalars.map(name => `${name}Filter`)
  return new NamesTaken([...ROOTS, ...scalars, ...scalarFilters, 'PageInfo', 'OrderDirection'])
}

/**
 * The name of each table's type: `film_actors` is `FilmActor`. One that is not to be had is `FilmActorRow`: of
 * `products` and `product_filters`, the second, because `ProductFilter` belongs to the first.
 */
export function nameTypes(tables: Iterable<TableStructure>, names: NamesTaken): ReadonlyMap<TableStructure, string> {
  const also = (name: string) => IMPLIED_SUFFIXES.map(suffix => `${name}${suffix}`)
  const wishes = [...tables].map(table => ({ table, wish: pascalCase(singular(wordsOf(table.name))) || 'Table' }))
  const all = new Set(wishes.map(({ wish }) => wish))
  const isImplied = (wish: string) =>
    IMPLIED_SUFFIXES.some(suffix => wish.endsWith(suffix) && all.has(wish.slice(0, -suffix.length)))
  const given = new Map<TableStructure, string>()
  for (const { table, wish } of wishes) if (!isImplied(wish)) given.set(table, names.take([wish, `${wish}Row`], also))
  for (const { table, wish } of wishes) if (isImplied(wish)) given.set(table, names.take([wish, `${wish}Row`], also))
  return new Map(wishes.map(({ table }) => [table, given.get(table) ?? '']))
}
