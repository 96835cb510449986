import type { TableStructure } from '../../source/structure.ts'
import { DECLARED_SCALARS, OWN_SCALARS, rangeName } from '../sdl/scalars.ts'
import { pascalCase } from './case.ts'
import { singular } from './inflect.ts'
import { NamesTaken } from './names-taken.ts'
import { wordsOf } from './words.ts'

export const ROOTS: readonly string[] = ['Query', 'Mutation', 'Subscription']

const SCALARS: readonly string[] = [...OWN_SCALARS, ...DECLARED_SCALARS]

const RANGES: readonly string[] = ['BigInt', 'Date', 'DateTime', 'Decimal', 'Int'].map(rangeName)

/** Names of types that mean the same in every schema. */
export const RESERVED_TYPES: ReadonlySet<string> = new Set([
  ...ROOTS,
  ...SCALARS,
  ...SCALARS.flatMap(name => [`${name}Filter`, `${name}ListFilter`]),
  ...RANGES.flatMap(name => [name, `${name}Input`, `${name}Filter`]),
  'PageInfo',
  'OrderDirection',
])

/** What Sluice makes of a type `X` where it is used but not defined, and the inputs of mutations. */
const IMPLIED_SUFFIXES = ['Connection', 'Edge', 'Filter', 'Order', 'Input', 'Changes']

/** Names of types of a schema, with those that are not to be had. */
export function createTypeNames(): NamesTaken {
  return new NamesTaken(RESERVED_TYPES)
}

/** A table's name without its schema. */
export function ownName({ id, name }: TableStructure): string {
  return id?.[1] ?? name
}

/**
 * The name of each table's type: `film_actors` is `FilmActor`. One that is not to be had is `FilmActorRow`: of
 * `products` and `product_filters`, the second, because `ProductFilter` belongs to the first. Of `orders` and `sales.orders`
 * the second is `SalesOrder`.
 */
export function nameTypes(tables: Iterable<TableStructure>, names: NamesTaken): ReadonlyMap<TableStructure, string> {
  const also = (name: string) => IMPLIED_SUFFIXES.map(suffix => `${name}${suffix}`)
  const wishOf = (name: string) => pascalCase(singular(wordsOf(name))) || 'Table'
  const wishes = [...tables].map(table => ({ table, wish: wishOf(ownName(table)) }))
  const all = new Set(wishes.map(({ wish }) => wish))
  const isImplied = (wish: string) =>
    IMPLIED_SUFFIXES.some(suffix => wish.endsWith(suffix) && all.has(wish.slice(0, -suffix.length)))
  const given = new Map<TableStructure, string>()
  const give = ({ table, wish }: (typeof wishes)[number]) => {
    const ofSchema = table.id ? [wishOf(table.name)] : []
    given.set(table, names.take([wish, ...ofSchema, `${wish}Row`], also))
  }
  // Those of the default schema have their names first.
  const inOrder = wishes.toSorted((a, b) => Number(a.table.id !== undefined) - Number(b.table.id !== undefined))
  for (const each of inOrder) if (!isImplied(each.wish)) give(each)
  for (const each of inOrder) if (isImplied(each.wish)) give(each)
  return new Map(wishes.map(({ table }) => [table, given.get(table) ?? '']))
}
