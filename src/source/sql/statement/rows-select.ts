import type { SqlBinding } from '../../../plan/sql/sql-binding.ts'
import type { Projection } from '../../source-plan.ts'
import type { Statement } from '../dialect.ts'
import { buildSelect } from './build-select.ts'
import { padded } from './padding.ts'
import { expressionsOf, type ResolveInput, resolveSelect } from './resolve.ts'
import type { Syntax } from './select-plan.ts'

/** The statement for the rows of a batch of keys, and the columns that it answers with; none for those of a query. */
interface RowsSelect {
  readonly columns: readonly string[]
  readonly statement: Statement
}

/** The texts of a statement by how many keys it has, padded, and the tables that they are made for. */
interface KeptTexts {
  readonly tables: ResolveInput['tables']
  readonly columns: readonly string[]
  readonly byLength: Map<number, string>
}

/** Of what is selected, as long as an operation that selects it is kept. */
const kept = new WeakMap<Projection, Map<SqlBinding, KeptTexts>>()

/**
 * The rows of the keys; undefined where none can match. The text is made once where nothing but the keys is another one in each request.
 * Throws as `resolveSelect` does.
 */
export function rowsSelect(input: ResolveInput, syntax: Syntax): RowsSelect | undefined {
  if (!saysTheSame(input.plan)) return newSelect(input, syntax)
  const values = padded(input.keys)
  const known = keptFor(input)
  const text = known?.byLength.get(values.length)
  if (known && text !== undefined)
    return { columns: known.columns, statement: { sql: text, parameters: values.flat() } }
  const select = newSelect(input, syntax)
  if (select && bindsOnly(select.statement, values.flat()))
    (known ?? keepFor(input, select)).byLength.set(values.length, select.statement.sql)
  return select
}

function newSelect(input: ResolveInput, syntax: Syntax): RowsSelect | undefined {
  const select = resolveSelect(input)
  return select && { columns: select.columns, statement: buildSelect(select, syntax) }
}

function keptFor({ plan: { binding, projection }, tables }: ResolveInput): KeptTexts | undefined {
  const found = kept.get(projection)?.get(binding)
  return found?.tables === tables ? found : undefined
}

/** Begins to keep texts, instead of those for other tables. */
function keepFor({ plan: { binding, projection }, tables }: ResolveInput, { columns }: RowsSelect): KeptTexts {
  const ofProjection = kept.get(projection) ?? new Map<SqlBinding, KeptTexts>()
  kept.set(projection, ofProjection)
  const texts = { tables, columns, byLength: new Map<number, string>() }
  ofProjection.set(binding, texts)
  return texts
}

/** Whether the statement depends on neither arguments nor the client. */
function saysTheSame({ binding, args }: ResolveInput['plan']): boolean {
  if (Object.keys(args).length > 0) return false
  return expressionsOf(binding).every(
    ({ from: { root } }) => root === 'args' || root === 'batch' || root === 'constant',
  )
}

function bindsOnly({ parameters }: Statement, values: Statement['parameters']): boolean {
  return parameters.length === values.length && parameters.every((value, at) => value === values[at])
}
