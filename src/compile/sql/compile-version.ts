import { isObject } from '../../plan/is-object.ts'
import type { SqlComparison } from '../../plan/sql/sql-filter.ts'
import { compileValue } from '../template/compile-template.ts'
import { columnOf } from './column-of.ts'
import { refuseAbsent } from './filter/refuse-absent.ts'
import type { SqlContext } from './sql-context.ts'
import { answersList } from './sql-plan.ts'

const SUGGESTION = 'Write version: { version: "{$args.version}" }.'

/** Compiles `version: { version: "{$args.version}" }`: the column that counts a row's changes, and what a client has read of it. */
export function compileVersion(context: SqlContext, kind: string): SqlComparison | undefined {
  const { use, report } = context
  const { version } = use.args
  if (version === undefined || version === null) return undefined
  if (kind !== 'update' && kind !== 'delete') {
    report('version', `${kind} takes no version, which is that of a row that is there.`, 'Remove it.')
    return undefined
  }
  const [entry, another] = isObject(version) ? Object.entries(version) : []
  if (!entry || another) {
    report('version', 'version is one column, and what a client has read of it.', SUGGESTION)
    return undefined
  }
  if (answersList(context))
    report(
      'version',
      'a version is that of one row, and the field answers several.',
      'Return the type, Int or Boolean.',
    )
  const [name, said] = entry
  const argument = `version.${name}`
  const column = columnOf(context, name, argument)
  context.columns.push({ column, argument, compared: true })
  const value = compileValue(said, { argument, required: true, takes: 'scalar' }, context)
  if (value.kind !== 'template')
    report(argument, 'a version is what a client has read, and this is the same for all.', SUGGESTION)
  const absence = { kind: 'refused', consequence: 'the changes of others are lost' } as const
  refuseAbsent('eq', value, { ...context, absence, argument, negated: false })
  return { kind: 'compare', column, operator: 'eq', value }
}
