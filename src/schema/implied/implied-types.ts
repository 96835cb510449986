import {
  type DefinitionNode,
  type DocumentNode,
  isTypeDefinitionNode,
  Kind,
  parse,
  specifiedScalarTypes,
} from 'graphql'
import { nodesOf } from '../nodes-of.ts'
import { baseTypes, leafTypeNames } from './base-types.ts'
import { FilterNames } from './filter-names.ts'
import { IMPLIED_AGGREGATE, IMPLIED_FUNCTIONS } from './implied-aggregate.ts'
import { IMPLIED_AGGREGATE_FILTERS } from './implied-aggregate-filter.ts'
import { IMPLIED_AGGREGATE_ORDERS } from './implied-aggregate-order.ts'
import { IMPLIED_CONNECTION } from './implied-connection.ts'
import { IMPLIED_EDGE } from './implied-edge.ts'
import { IMPLIED_FILTER } from './implied-filter.ts'
import { GROUP_BY, GROUP_BY_DATE, IMPLIED_GROUPS } from './implied-group.ts'
import { IMPLIED_ORDER } from './implied-order.ts'
import { defineRange } from './implied-range.ts'
import type { ImpliedType } from './implied-type.ts'
import { ORDER_DIRECTION } from './order-direction.ts'
import { PAGE_INFO } from './page-info.ts'

/** Made from a type X, which stands before the suffix in their names. */
const BY_SUFFIX: readonly ImpliedType[] = [
  IMPLIED_CONNECTION,
  IMPLIED_EDGE,
  IMPLIED_FILTER,
  IMPLIED_ORDER,
  IMPLIED_AGGREGATE,
  ...IMPLIED_FUNCTIONS,
  ...IMPLIED_AGGREGATE_FILTERS,
  ...IMPLIED_AGGREGATE_ORDERS,
  ...IMPLIED_GROUPS,
]

/** The same in every schema. */
const BY_NAME: ReadonlyMap<string, string> = new Map([
  ['PageInfo', PAGE_INFO],
  ['OrderDirection', ORDER_DIRECTION],
  ['GroupBy', GROUP_BY],
  ['GroupByDate', GROUP_BY_DATE],
])

/** Those that implied types bring with them, as the sum of an Int is a BigInt. */
const SCALARS: ReadonlySet<string> = new Set(['BigInt', 'Date', 'DateTime', 'Decimal'])

/**
 * The definitions of types that a document uses and does not define, where their names say what they are: `PageInfo`,
 * `XConnection`, `XEdge`, `XFilter`, `XOrder` and `XAggregate` of its type X, `StringFilter` and the like of a scalar or enum, and `DateRange`. What the
 * document defines itself stays as it is. They have no positions.
 */
export function impliedTypes(document: DocumentNode): readonly DefinitionNode[] {
  const known = new Set<string>(specifiedScalarTypes.map(({ name }) => name))
  for (const definition of document.definitions) if (isTypeDefinitionNode(definition)) known.add(definition.name.value)
  const leafTypes = leafTypeNames(document)
  const bases = baseTypes(document, leafTypes)
  const scalars = [...SCALARS].filter(name => !known.has(name))
  const names = new FilterNames(document, bases, new Set([...leafTypes, ...scalars]))
  const implied: DefinitionNode[] = []
  const addUsed = (by: DocumentNode, isImplied: boolean) => {
    for (const name of usedTypes(by)) {
      if (known.has(name)) continue
      known.add(name)
      const scalar = isImplied && SCALARS.has(name) ? `scalar ${name}` : undefined
      const text =
        scalar ??
        BY_NAME.get(name) ??
        defineRange(name) ??
        defineBySuffix(name, bases, names, document) ??
        names.define(name)
      if (text === undefined) continue
      const made = parse(text, { noLocation: true })
      implied.push(...made.definitions)
      addUsed(made, true)
    }
  }
  addUsed(document, false)
  return implied
}

/** All names under which a type could be implied in the document; nobody means one of a root. */
export function impliedTypeNames(document: DocumentNode): readonly string[] {
  const leafTypes = leafTypeNames(document)
  const bases = [...baseTypes(document, leafTypes).keys()].filter(name => name !== 'Query' && name !== 'Mutation')
  const ofBases = bases.flatMap(name => BY_SUFFIX.map(({ suffix }) => name + suffix))
  return [...ofBases, ...[...leafTypes].map(name => `${name}Filter`), ...BY_NAME.keys()]
}

function defineBySuffix(
  name: string,
  bases: ReturnType<typeof baseTypes>,
  names: FilterNames,
  document: DocumentNode,
): string | undefined {
  const fitting = BY_SUFFIX.flatMap(implied => {
    const base = name.endsWith(implied.suffix) ? bases.get(name.slice(0, -implied.suffix.length)) : undefined
    return base ? [{ base, implied }] : []
  })
  // `OrderAggregateFilter` is that of Order also where the file defines OrderAggregate, which has no home.
  const meant = fitting.find(({ base }) => base.home) ?? fitting[0]
  return meant?.implied.define(meant.base, names, document)
}

/** The names of types in the order of their first use; what a type extends is no use of it. */
function usedTypes(document: DocumentNode): ReadonlySet<string> {
  return new Set(nodesOf(document, Kind.NAMED_TYPE).map(({ name }) => name.value))
}
