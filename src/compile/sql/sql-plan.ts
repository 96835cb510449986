import { getNamedType, getNullableType, isCompositeType, isListType } from 'graphql'
import { parseDuration } from '../../plan/duration.ts'
import type { BoundPlan, KeyPart } from '../../plan/schema-plan.ts'
import { plainSelect } from '../../plan/sql/plain-select.ts'
import type { SqlBinding } from '../../plan/sql/sql-binding.ts'
import type { SqlSourceSettings } from '../../plan/sql/sql-source-settings.ts'
import type { SqlContext } from './sql-context.ts'

/** Most values of one IN list: safely under the placeholder limits of all dialects, padding included. */
const MAX_KEY_VALUES = 8_192

type Specifics = Pick<SqlBinding, 'from' | 'where' | 'keyColumns'> &
  Partial<
    Pick<
      SqlBinding,
      | 'orderBy'
      | 'clientOrder'
      | 'limit'
      | 'offset'
      | 'page'
      | 'aggregate'
      | 'groups'
      | 'search'
      | 'through'
      | 'write'
      | 'execute'
    >
  >

/** The binding with what follows from where it stands. */
export function sqlBinding(context: SqlContext, settings: SqlSourceSettings, specifics: Specifics): SqlBinding {
  return Object.freeze({
    ...plainSelect(settings),
    coordinate: context.coordinate,
    ...specifics,
    list: answersList(context) || context.connection !== undefined || specifics.aggregate !== undefined,
    scalar: context.type !== undefined && !isCompositeType(getNamedType(context.type)),
    maxAge: compileMaxAge(context, changesRows(specifics)),
  })
}

export function sqlPlan(context: SqlContext, binding: SqlBinding, settings: SqlSourceSettings): BoundPlan<SqlBinding> {
  const columns = Math.max(binding.keyColumns.length, 1)
  const list = answersList(context)
  const key = keyOf(context, binding)
  return {
    coordinate: context.coordinate,
    source: settings.name,
    binding,
    key,
    spread: list ? [...key.keys()] : [],
    list,
    answersObjects: false,
    maxBatch: Math.max(1, Math.min(Math.floor(MAX_KEY_VALUES / columns), settings.maxRows)),
    callsPerKey: needsOwnStatement(binding) ? 1 : undefined,
    transacts: changesRows(binding),
    columns: context.columns,
  }
}

/** Whether the rows that one key may have leave no room for those of another one in the same statement. */
function needsOwnStatement({ list, page, limit, maxRows }: SqlBinding): boolean {
  return list && !page && limit?.kind === 'literal' && Number(limit.value) > maxRows / 2
}

function changesRows({ write, execute }: Pick<Specifics, 'write' | 'execute'>): boolean {
  return (write ?? execute) !== undefined
}

/** A parent without a key has an empty connection or aggregate, which the source makes as it makes the others. */
function keyOf({ keys }: SqlContext, { page, aggregate }: SqlBinding): readonly KeyPart[] {
  const parts = keys?.list() ?? []
  return page || aggregate ? parts.map(part => ({ ...part, required: false })) : parts
}

/** Whether the answer per key is a list. */
export function answersList({ type }: SqlContext): boolean {
  return type !== undefined && isListType(getNullableType(type))
}

/** Compiles `maxAge: "30s"` to milliseconds. */
function compileMaxAge({ use, report }: SqlContext, writes: boolean): number | undefined {
  const { maxAge } = use.args
  if (maxAge === undefined || maxAge === null) return undefined
  if (writes) report('maxAge', 'maxAge is for what reads: no cache keeps the answer of a mutation.', 'Remove it.')
  const milliseconds = parseDuration(String(maxAge))
  if (milliseconds === undefined)
    report('maxAge', `"${maxAge}" is no time between 1ms and 24h.`, 'Write "30s", "5m" or "1h".')
  return milliseconds
}
