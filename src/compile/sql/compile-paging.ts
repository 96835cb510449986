import type { SqlBinding, SqlPage } from '../../plan/sql/sql-binding.ts'
import type { ValueTemplate } from '../../plan/template.ts'
import { appliedValue } from '../template/applied-argument.ts'
import { compileValue } from '../template/compile-template.ts'
import type { TableSettings } from './compile-table.ts'
import type { SqlContext } from './sql-context.ts'
import { answersList } from './sql-plan.ts'

const PAGE_ARGUMENTS = ['first', 'last', 'after', 'before'] as const

/** How many rows a field wants, and which page of them: by the directive's `limit`, and by arguments that apply by themselves. */
export function compilePaging(
  context: SqlContext,
  table: TableSettings,
): Pick<SqlBinding, 'limit' | 'offset' | 'page'> {
  const { use, report } = context
  const limit = compileLimit(context)
  if (context.connection) return { limit, offset: undefined, page: compilePage(context, table) }
  if (!answersList(context)) return { limit, offset: undefined, page: undefined }
  const first = appliedValue(context, 'first')
  const ownLimit = appliedValue(context, 'limit')
  if (first && ownLimit && use.args.limit === undefined)
    report(undefined, 'the arguments first and limit of a list mean the same.', 'Keep one of them.')
  return {
    limit: limit ?? ownLimit ?? first,
    offset: appliedValue(context, 'offset'),
    page: undefined,
  }
}

/** The names of arguments that apply by themselves to rows of a table. */
export function appliedArguments(
  { page, aggregate, groups, list, limit }: SqlBinding,
  limitIsWritten: boolean,
): readonly string[] {
  if (groups) return ['where', 'groupBy', 'having', 'orderBy', 'timeZone', ...(limitIsWritten ? [] : ['limit'])]
  if (aggregate && !page) return ['where']
  const always = ['where', 'orderBy']
  if (page) return [...always, ...PAGE_ARGUMENTS]
  if (!list) return always
  return limitIsWritten || !limit ? [...always, 'offset'] : [...always, 'limit', 'first', 'offset']
}

function compilePage(context: SqlContext, { key }: TableSettings): SqlPage {
  const suggestion = `A page needs a unique key, by which rows are told apart: @sql(table: "…", key: "…") on type ${context.returned}.`
  context.columns.push(...key.map(column => ({ column, argument: 'key', suggestion })))
  const [first, last, after, before] = PAGE_ARGUMENTS.map(name => appliedValue(context, name))
  return { key, first, last, after, before }
}

function compileLimit(context: SqlContext): ValueTemplate | undefined {
  const { use, report, keys } = context
  const { limit } = use.args
  if (limit === undefined || limit === null) return undefined
  const known = keys?.list().length ?? 0
  const compiled = compileValue(limit, { argument: 'limit', required: true, takes: 'scalar' }, context)
  if (compiled.kind !== 'template' && !(compiled.kind === 'literal' && isNatural(compiled.value)))
    report('limit', 'limit is a whole number, 0 or more.', 'Write limit: 10 or limit: "{$args.limit}".')
  const [parent] = keys?.list().slice(known) ?? []
  if (parent)
    report('limit', `$this.${parent.name} does not stand in a limit: it is one for all parents.`, 'Write limit: 10.')
  return compiled
}

/** The environment's numbers are text. */
function isNatural(value: unknown): boolean {
  return (typeof value === 'number' || typeof value === 'string') && /^\d{1,15}$/.test(String(value))
}
