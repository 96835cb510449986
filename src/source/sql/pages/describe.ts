import type { SqlBinding } from '../../../plan/sql/sql-binding.ts'
import type { Client } from '../../client.ts'
import type { SourcePlan } from '../../source-plan.ts'
import { buildAggregate } from '../aggregate/build-aggregate.ts'
import { prepareAggregate } from '../aggregate/prepare-aggregate.ts'
import { prepareGroups } from '../aggregate/prepare-groups.ts'
import type { SqlDialect } from '../dialect.ts'
import { buildSelect } from '../statement/build-select.ts'
import { type ResolveInput, resolveSelect } from '../statement/resolve.ts'
import { preparePage } from './prepare-page.ts'

/** A client with every header and claim: their values are not known before the call. */
const ANYBODY: Client = { header: () => '0', claims: Object.assign(new Map(), { get: () => '0' }) }

/** The statement's text for so many keys; empty where the arguments leave nothing to ask. A
 * mutation is told by what it does. */
export function describeSelect(plan: SourcePlan<SqlBinding>, keyCount: number, dialect: SqlDialect): string {
  const { from, write } = plan.binding
  if (write && from.kind === 'table') return `${write.kind} ${from.table}`
  const key = plan.binding.keyColumns.map(() => '')
  const keys = Array<typeof key>(keyCount).fill(key)
  const scope = { args: plan.args, key: [], batch: keys, client: ANYBODY }
  try {
    const input = {
      plan,
      table: undefined,
      joinTable: undefined,
      tables: undefined,
      converters: dialect.converters,
      scope,
      keys,
    }
    const { page, aggregate, groups } = plan.binding
    if (groups) return prepareGroups(input, groups, dialect)?.statement.sql ?? ''
    if (aggregate && !page) return describeAggregate(input, dialect)
    const select = page ? preparePage(input, page, dialect)?.cut.select : resolveSelect(input)
    return select ? buildSelect(select, dialect).sql : ''
  } catch {
    // Arguments that the call itself will refuse: a description is no place to fail.
    return ''
  }
}

function describeAggregate(input: ResolveInput, dialect: SqlDialect): string {
  const rows = resolveSelect(input)
  const { terms } = prepareAggregate(input.plan.projection, input, dialect.aggregates)
  return rows && terms.length > 0 ? buildAggregate(rows, terms, dialect).sql : ''
}
