import { type RawBuilder, sql } from 'kysely'
import type { Condition, LikeCondition } from '../condition.ts'
import { valueList } from './value-list.ts'

/** The condition as SQL; every value is a placeholder, every name is quoted. */
export function whereOf(condition: Condition, cast: string): RawBuilder<unknown> {
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const parts = condition.conditions.map(part => whereOf(part, cast))
      return sql`(${sql.join(parts, sql.raw(` ${condition.kind} `))})`
    }
    case 'compare':
      return sql`${sql.id(condition.column)} ${sql.raw(condition.operator)} ${sql.val(condition.value)}`
    case 'in':
      return sql`${sql.id(condition.column)} ${sql.raw(condition.negated ? 'not in' : 'in')} ${valueList(condition.values)}`
    case 'null':
      return sql`${sql.id(condition.column)} ${sql.raw(condition.negated ? 'is not null' : 'is null')}`
    case 'like':
      return likeOf(condition, cast)
  }
}

function likeOf({ column, negated, pattern, cast }: LikeCondition, textType: string): RawBuilder<unknown> {
  const text = cast ? sql`cast(${sql.id(column)} as ${sql.raw(textType)})` : sql.id(column)
  return sql`${text} ${sql.raw(negated ? 'not like' : 'like')} ${sql.val(pattern)} escape '|'`
}
