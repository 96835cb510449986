import { getNamedType, isLeafType } from 'graphql'
import type { FieldPlan } from '../../../plan/schema-plan.ts'
import { readsOf } from '../../../plan/source-path.ts'
import type { ColumnKind, Table } from '../../../source/catalog.ts'

export interface MixedRead {
  /** The field that reads inside of the column. */
  readonly coordinate: string
  readonly column: string
  /** The field that reads all of it. */
  readonly whole: string
}

const TEXTS: ReadonlySet<ColumnKind | undefined> = new Set<ColumnKind | undefined>(['text', 'any'])

/**
 * The fields of a type that read inside of a text column, as JSON, while another one reads its text: a statement reads a
 * column once, and what the other one answers would depend on what else is selected.
 */
export function mixedReads(
  fields: Iterable<FieldPlan>,
  { columns }: Pick<Table, 'columns'>,
  source: string,
): readonly MixedRead[] {
  const wholes = new Map<string, string>()
  const insides: { readonly coordinate: string; readonly column: string }[] = []
  for (const { bound, coordinate, paths, type } of fields) {
    if (bound) continue
    for (const [first, second] of readsOf(paths.get(source))) {
      if (first?.kind !== 'property' || !TEXTS.has(columns.get(first.name)?.kind)) continue
      if (second) insides.push({ coordinate, column: first.name })
      else if (isLeafType(getNamedType(type))) wholes.set(first.name, wholes.get(first.name) ?? coordinate)
    }
  }
  return insides.flatMap(each => {
    const whole = wholes.get(each.column)
    return whole === undefined ? [] : [{ ...each, whole }]
  })
}
