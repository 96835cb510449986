import { termText } from '../aggregate/aggregate-term.ts'
import type { TableId } from '../catalog/table-id.ts'
import { JSON_COLUMN, type SqlDialect } from '../dialect.ts'
import type {
  AggregateCondition,
  ComparedColumn,
  ComputedRows,
  Condition,
  EmptyCondition,
  ExistsCondition,
  LikeCondition,
  ListCondition,
  RegexCondition,
  RelatedRows,
} from '../filter/condition.ts'
import type { SqlScalar } from '../sql-value.ts'
import { type SqlText, sql } from './sql-text.ts'
import { valueList } from './value-list.ts'

/** What the text of a condition depends on. */
export type ConditionSyntax = Pick<SqlDialect, 'textType' | 'foldFunction' | 'jsonValue' | 'regexOperator'>

/** Where a condition stands. */
export interface WhereScope {
  readonly syntax: ConditionSyntax
  /** How the statement calls the rows that it is about: a table, or an alias. */
  readonly rows: TableId
  /** How the rows around a subquery are called, from the outside in. */
  readonly around?: readonly TableId[]
  /** What a name stands for that is no column: something computed. */
  readonly terms?: ReadonlyMap<string, SqlText>
}

/** The condition as SQL; every value is a placeholder, every name is quoted. */
export function whereOf(condition: Condition, scope: WhereScope): SqlText {
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const parts = condition.conditions.map(part => whereOf(part, scope))
      return sql`(${sql.join(parts, sql.raw(` ${condition.kind} `))})`
    }
    case 'compare':
      return sql`${name(condition.column, scope, condition.value)} ${sql.raw(condition.operator)} ${sql.val(condition.value)}`
    case 'in':
      return inOf(condition, scope)
    case 'null':
      return sql`${name(condition.column, scope)} ${sql.raw(condition.negated ? 'is not null' : 'is null')}`
    case 'like':
      return likeOf(condition, scope)
    case 'items': {
      const { operator, value, as } = condition
      const other = as === undefined ? sql.val(value) : sql`cast(${sql.val(value)} as ${sql.raw(as)})`
      const test = sql`${name(condition.column, scope)} ${sql.raw(operator)} ${other}`
      return condition.negated ? sql`not (${test})` : test
    }
    case 'empty':
      return emptyOf(condition, scope)
    case 'regex':
      return regexOf(condition, scope)
    case 'exists':
      return existsOf(condition, scope)
    case 'aggregate':
      return aggregateOf(condition, scope)
    case 'untrue':
      return sql`(${whereOf(condition.condition, scope)}) is not true`
  }
}

/** Inside a subquery every name says whose it is: it could be a column of the rows around it, too. */
export function name(column: ComparedColumn, scope: WhereScope, beside?: SqlScalar): SqlText {
  const { rows, around, terms } = scope
  if (typeof column === 'string') return terms?.get(column) ?? (around ? sql.id(...rows, column) : sql.id(column))
  return sql.join(scope.syntax.jsonValue(column, beside).split(JSON_COLUMN).map(sql.raw), name(column.column, scope))
}

/** A value inside JSON may be read in several ways, each beside other values. */
function inOf({ column, negated, values }: ListCondition, scope: WhereScope): SqlText {
  const operator = sql.raw(negated ? 'not in' : 'in')
  if (typeof column === 'string') return sql`${name(column, scope)} ${operator} ${valueList(values)}`
  const ways = [...Map.groupBy(values, value => scope.syntax.jsonValue(column, value)).values()]
  const parts = ways.map(each => sql`${name(column, scope, each[0])} ${operator} ${valueList(each)}`)
  return parts.length > 1 ? sql`(${sql.join(parts, sql.raw(negated ? ' and ' : ' or '))})` : sql.join(parts)
}

function emptyOf({ column, isRange, negated }: EmptyCondition, scope: WhereScope): SqlText {
  if (isRange) return sql`${sql.raw(negated ? 'not ' : '')}isempty(${name(column, scope)})`
  return sql`cardinality(${name(column, scope)}) ${sql.raw(negated ? '<>' : '=')} 0`
}

function regexOf({ column, negated, text, cast }: RegexCondition, scope: WhereScope): SqlText {
  const test = sql`${asText(column, cast, scope)} ${sql.raw(scope.syntax.regexOperator)} ${sql.val(text)}`
  return negated ? sql`not (${test})` : test
}

function likeOf(condition: LikeCondition, scope: WhereScope): SqlText {
  const { column, negated, operator, text, cast, plain, folded } = condition
  const whole = asText(column, cast, scope)
  const fold = (part: SqlText) => (folded ? sql`${sql.raw(scope.syntax.foldFunction(text))}(${part})` : part)
  const compared = plain ? sql`${fold(whole)} collate "C"` : fold(whole)
  const value = fold(sql.val(text))
  if (operator === '=') return sql`${compared} ${sql.raw(negated ? '<>' : '=')} ${value}`
  return sql`${compared} ${sql.raw(negated ? 'not like' : 'like')} ${value} escape '|'`
}

function asText(column: ComparedColumn, cast: boolean, scope: WhereScope): SqlText {
  const own = name(column, scope)
  return cast ? sql`cast(${own} as ${sql.raw(scope.syntax.textType)})` : own
}

function existsOf(condition: ExistsCondition, scope: WhereScope): SqlText {
  const { from, tests } = relatedRows(condition, scope)
  return sql`${sql.raw(condition.negated ? 'not exists' : 'exists')} (select 1 from ${from} where ${tests})`
}

/** Without a GROUP BY there is one group, of no rows too; SQLite wants to see in the list that rows are computed over. */
function aggregateOf({ rows, terms, having }: AggregateCondition, scope: WhereScope): SqlText {
  const { from, tests, inside } = computedRows(rows, scope)
  const texts = new Map([...terms].map(([id, term]) => [id, termText(term, column => name(column, inside))]))
  return sql`exists (select count(*) from ${from} where ${tests} having ${whereOf(having, { ...inside, terms: texts })})`
}

/** What a subquery that computes something over related rows consists of; those of a join table are asked for within it, so that each row counts once. */
export function computedRows({ via, condition, ...rows }: ComputedRows, scope: WhereScope): RowsText {
  const none = condition === false ? [sql.raw('1 = 0')] : []
  const known = { ...rows, condition: condition || undefined }
  if (!via) {
    const { tests, ...found } = relatedTests(known, scope)
    return { ...found, tests: sql.join([...tests, ...none], AND) }
  }
  const { from, tests, inside } = relatedTests({ ...known, on: [] }, scope)
  const joined = relatedRows(via, { ...scope, around: [...(scope.around ?? []), inside.rows] })
  const own = sql.join(rows.on.map(({ related }) => name(related, inside)))
  const theirs = sql.join(rows.on.map(({ column }) => name(column, joined.inside)))
  const pair = rows.on.length > 1 ? sql`(${own})` : own
  const isJoined = sql`${pair} in (select ${theirs} from ${joined.from} where ${joined.tests})`
  return { from, tests: sql.join([isJoined, ...tests, ...none], AND), inside }
}

const AND = sql.raw(' and ')

/** What a subquery on related rows consists of, and where it stands. */
export function relatedRows(related: RelatedRows, scope: WhereScope): RowsText {
  const { tests, ...found } = relatedTests(related, scope)
  return { ...found, tests: sql.join(tests, AND) }
}

interface RowsText {
  readonly from: SqlText
  readonly tests: SqlText
  readonly inside: WhereScope & Required<Pick<WhereScope, 'around'>>
}

function relatedTests({ table, on, condition }: RelatedRows, scope: WhereScope) {
  const around = [...(scope.around ?? []), scope.rows]
  const rows = alias(around)
  const tests = on.map(({ column, related }) => sql`${sql.id(...rows, related)} = ${sql.id(...scope.rows, column)}`)
  const inside = { ...scope, rows, around }
  if (condition) {
    const parts = condition.kind === 'and' ? condition.conditions : [condition]
    tests.push(...parts.map(part => whereOf(part, inside)))
  }
  return { from: sql`${sql.id(...table)} as ${sql.id(...rows)}`, tests, inside }
}

/** A name that no rows around have; databases may take `R1` and `r1` for one. */
function alias(around: readonly TableId[]): TableId {
  const taken = around.flat().map(each => each.toLowerCase())
  let free = `r${around.length}`
  while (taken.includes(free)) free += '_'
  return [free]
}
