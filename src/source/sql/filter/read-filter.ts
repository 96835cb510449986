import { isObject } from '../../../plan/is-object.ts'
import type { ColumnTerm } from '../../../plan/sql/column-term.ts'
import type { FilterReader, SqlComparison, SqlFilter } from '../../../plan/sql/sql-filter.ts'
import type { SqlTerms } from '../../../plan/sql/sql-terms.ts'
import { testedColumns } from '../../../plan/sql/type-where.ts'
import { badUserInput } from '../error.ts'
import { MAX_FILTER_DEPTH } from '../limits.ts'

const UNKNOWN: SqlFilter = { kind: 'unknown' }

interface FilterBounds {
  readonly source: string
  readonly maxFilterRelations: number
}

/**
 * A client's value as the filter that it says; null where a filter belongs is unknown. Throws SourceError where it is
 * nested too deeply.
 */
export function readFilter(
  value: unknown,
  reader: FilterReader,
  bounds: FilterBounds,
  depth = 0,
  through = 0,
): SqlFilter {
  if (depth > MAX_FILTER_DEPTH)
    throw badUserInput(`The filter is more than ${MAX_FILTER_DEPTH} objects deep.`, bounds.source)
  if (through > bounds.maxFilterRelations)
    throw badUserInput(`The filter goes through more than ${bounds.maxFilterRelations} tables.`, bounds.source)
  switch (reader.kind) {
    case 'names':
      return isObject(value)
        ? allOf(value, reader.fields, (part, field) => readFilter(part, field, bounds, depth + 1, through))
        : UNKNOWN
    case 'not':
      return { kind: 'not', filter: readFilter(value, reader.filter, bounds, depth, through) }
    case 'and':
    case 'or': {
      const items: readonly unknown[] = Array.isArray(value) ? value : [value]
      return { kind: reader.kind, filters: items.map(item => readFilter(item, reader.filter, bounds, depth, through)) }
    }
    case 'value':
      return compare(reader, 'eq', value)
    case 'related':
      return isObject(value) ? readRelated(value, reader, bounds, depth + 1, through + 1) : UNKNOWN
    case 'one': {
      const { relation, key } = reader
      if (value !== null) {
        const filter = readFilter(value, reader.filter, bounds, depth, through + 1)
        return { kind: 'related', relation, quantifier: 'some', filter }
      }
      if (key !== undefined) return compare({ column: key }, 'eq', null)
      return { kind: 'related', relation, quantifier: 'none', filter: { kind: 'and', filters: [] }, isNull: true }
    }
    case 'operators':
      return isObject(value)
        ? allOf(value, reader.operators, (operand, operator) => compare(reader, operator, operand))
        : compare(reader, 'eq', value)
  }
}

/** Quantifiers, each a filter by itself, and what is computed, which is one. */
function readRelated(
  value: Readonly<Record<string, unknown>>,
  { relation, quantifiers, aggregate }: Extract<FilterReader, { kind: 'related' }>,
  bounds: FilterBounds,
  depth: number,
  through: number,
): SqlFilter {
  const read = (part: unknown, reader: FilterReader) => readFilter(part, reader, bounds, depth, through)
  const { where, having, terms } = aggregate
  const entries = Object.entries(value)
  const computed = entries.filter(([name]) => having.fields.has(name))
  // As of the argument of that name, null says nothing.
  const counted = entries.filter(([name, part]) => where.has(name) && part !== null)
  const rest = entries.filter(([name]) => !having.fields.has(name) && !where.has(name))
  const quantified = allOf(Object.fromEntries(rest), quantifiers, (part, { quantifier, filter }) => ({
    ...{ kind: 'related', relation, quantifier },
    filter: read(part, filter),
  }))
  if (computed.length === 0 && counted.length === 0) return quantified
  if (computed.length === 0)
    throw badUserInput(
      `"${counted[0]?.[0]}" says which related rows count: say of what too, as of their count.`,
      bounds.source,
    )
  const condition = read(Object.fromEntries(computed), having)
  const filter = {
    ...{ kind: 'aggregate' as const, relation, having: condition, terms: namedTerms(condition, terms) },
    filter: counted.length > 0 ? allOf(Object.fromEntries(counted), where, read) : undefined,
  }
  return rest.length === 0 ? filter : { kind: 'and', filters: [quantified, filter] }
}

/** Those that a filter names. */
function namedTerms(filter: SqlFilter, terms: SqlTerms): SqlTerms {
  const names = testedColumns([filter])
  return new Map([...terms].filter(([name]) => names.has(name)))
}

function allOf<T>(
  value: Readonly<Record<string, unknown>>,
  fields: ReadonlyMap<string, T>,
  read: (part: unknown, field: T) => SqlFilter,
): SqlFilter {
  const filters = Object.entries(value).map(([name, part]) => {
    const field = fields.get(name)
    return field === undefined ? UNKNOWN : read(part, field)
  })
  return { kind: 'and', filters }
}

function compare(term: ColumnTerm, operator: SqlComparison['operator'], value: unknown): SqlFilter {
  const { column, inside } = term
  return { kind: 'compare', column, ...(inside && { inside }), operator, value: { kind: 'literal', value } }
}
