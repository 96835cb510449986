import type { AggregatedColumn, AggregateName } from '../../../plan/sql/sql-aggregate.ts'
import type { Column } from '../../catalog.ts'
import { SourceError } from '../../source-error.ts'
import type { Projection } from '../../source-plan.ts'
import { columnOf } from '../catalog/table-column.ts'
import { readValue } from '../convert/read-value.ts'
import type { SqlDialect } from '../dialect.ts'
import { wrongAnswerShape } from '../error.ts'
import type { Row } from '../row/row-class.ts'
import { keyNames } from '../statement/key-names.ts'
import type { ResolveInput } from '../statement/resolve.ts'
import { type SqlText, sql } from '../statement/sql-text.ts'
import { termText } from './aggregate-term.ts'

/** What of an aggregate is asked, and how it is read. */
export interface PreparedAggregate {
  /** What the statement selects behind the key. */
  readonly terms: readonly SqlText[]
  /** Those that are computed otherwise where numbers are too large, by their places. */
  readonly wide: ReadonlyMap<number, SqlText>
  /** The answer for a key, from the rows of its group: one, or none where nothing belongs to it. */
  answer(rows: readonly Row[], how?: HowComputed): AggregateAnswer
}

/** How the terms of an answer were computed. */
export interface HowComputed {
  /** Whether in the ways that take numbers of any size. */
  readonly isWide: boolean
  /** The terms of which the database can compute nothing, by their places. */
  readonly failed: ReadonlyMap<number, SourceError>
}

interface AggregateAnswer extends Readonly<Record<string, unknown>> {
  readonly count?: number
}

/** What is asked of one function. */
interface Part {
  readonly part: AggregateName
  readonly results: readonly Result[]
}

/** A value of the answer, by its name in the part. */
interface Result {
  readonly name: string
  /** Where it stands among the terms; an error where its column is not there. */
  readonly at: number | SourceError
  /** The column whose values it is one of; undefined for what is computed. */
  readonly column: Column | undefined
}

/** Only what is asked is computed; `first` is where the terms begin in a row. */
export function prepareAggregate(
  asked: Projection,
  { plan, table }: Pick<ResolveInput, 'plan' | 'table'>,
  { around, wide: wideOf }: SqlDialect['aggregates'],
  first = keyNames(plan.binding).length,
): PreparedAggregate {
  const { source, aggregate: known } = plan.binding
  const terms: SqlText[] = []
  const wide = new Map<number, SqlText>()
  const addTerm = (part: AggregateName, { column: name, exact }: AggregatedColumn): Omit<Result, 'name'> => {
    try {
      const column = columnOf(table, name, source)
      const term = { column: name, around: around(part, column, exact) }
      const at = terms.push(termText(term, each => sql.id(each))) - 1
      const other = wideOf?.(part, column)
      if (other)
        wide.set(
          at,
          termText({ column: name, around: other }, each => sql.id(each)),
        )
      return { at, column: part === 'min' || part === 'max' ? column : undefined }
    } catch (error) {
      if (error instanceof SourceError) return { at: error, column: undefined }
      throw error
    }
  }
  const counts = asked.has('count')
  if (counts) terms.push(sql`count(*)`)
  const parts: Part[] = []
  for (const [part, columns] of known?.functions ?? []) {
    const names = asked.get(part)
    if (!names) continue
    const results: Result[] = []
    for (const name of names.keys()) {
      const column = columns.get(name)
      if (column) results.push({ name, ...addTerm(part, column) })
    }
    parts.push({ part, results })
  }
  const hasResults = parts.some(({ results }) => results.length > 0)
  const read = (part: AggregateName, { at, column }: Result, row: Row | undefined, how?: HowComputed): unknown => {
    if (typeof at !== 'number') return at
    const failure = how?.failed.get(at)
    if (failure) return failure
    const value = row?.[first + at] ?? null
    if (how?.isWide && wide.has(at) && typeof value === 'string') return doubleOf(value)
    if (part === 'countDistinct') return Number(value ?? 0)
    return column ? readValue(value, column, false) : value
  }
  const answer: PreparedAggregate['answer'] = (rows, how) => {
    const [row, more] = rows
    if (more && hasResults) throw severalGroups(source)
    const values: Record<string, unknown> = {}
    if (counts) values.count = rows.reduce((sum, each) => sum + Number(each[first] ?? 0), 0)
    for (const { part, results } of parts) {
      const ofPart: Record<string, unknown> = {}
      for (const result of results) ofPart[result.name] = read(part, result, row, how)
      values[part] = ofPart
    }
    return values
  }
  return { terms, wide, answer }
}

/** A key that rows have in several forms, as 1 and '1' in a column of SQLite that says no type: what is computed can't be put together. */
function severalGroups(source: string): SourceError {
  return wrongAnswerShape('The database holds the key in several forms, and computes something for each.', source)
}

/** The nearest double; what is none stays text. */
function doubleOf(text: string): number | string {
  const double = Number(text)
  return Number.isNaN(double) ? text : double
}
