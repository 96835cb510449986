import type { SqlText } from '../../plan/sql/sql-binding.ts'
import { compileTemplate, readTemplate } from '../template/compile-template.ts'
import { environmentValue } from '../template/environment.ts'
import type { SqlContext } from './sql-context.ts'

/** An expression in SQL's own quotes. */
const QUOTED_VALUE = /'\{\$[^{}]*\}'|"\{\$[^{}]*\}"/

/**
 * Compiles a statement of the author's own. Each expression by itself: it is bound, never put into the text, the environment's
 * values neither. Reports every mistake in it.
 */
export function compileStatement(
  context: SqlContext,
  argument: 'query' | 'execute',
  takes: 'list' | 'scalar',
): SqlText['text'] {
  const { use, report } = context
  const statement = String(use.args[argument])
  const [quoted] = QUOTED_VALUE.exec(statement) ?? []
  if (quoted)
    report(
      argument,
      `${quoted} would be the text of a placeholder.`,
      `Write ${quoted.slice(1, -1)}: a value is bound, never text.`,
    )
  const raw = readTemplate(statement, argument, report) ?? []
  return raw.flatMap(part => {
    if (typeof part === 'string' || part.root !== 'env')
      return compileTemplate([part], { argument, required: true, takes, typed: true }, context)
    return [{ from: { root: 'constant' as const, value: environmentValue(part, argument, context) ?? '' } }]
  })
}
