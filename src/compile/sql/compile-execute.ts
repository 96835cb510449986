import { databaseKind } from '../../plan/sql/database-kind.ts'
import { filterExpressions } from '../../plan/sql/filter-expressions.ts'
import type { SqlBinding, SqlText } from '../../plan/sql/sql-binding.ts'
import type { SqlSourceSettings } from '../../plan/sql/sql-source-settings.ts'
import type { Reference } from '../../plan/template.ts'
import type { DirectiveUse } from '../../schema/definition.ts'
import { compileStatement } from './compile-statement.ts'
import type { TableSettings } from './compile-table.ts'
import { numberAnswer } from './number-answer.ts'
import type { SqlContext } from './sql-context.ts'
import { sqlBinding } from './sql-plan.ts'

/** Whether a mutation runs a statement of its author's own. */
export function executes({ args }: Pick<DirectiveUse, 'args'>): boolean {
  return typeof args.execute === 'string'
}

/** What else says what a field does. */
const ELSEWHERE = 'insert update upsert delete query by where search orderBy limit through'.split(' ')

/** Compiles an `@sql(execute: "CALL …")`; reports every mistake in it. */
export function compileExecute(
  context: SqlContext,
  table: TableSettings | undefined,
  settings: SqlSourceSettings,
): SqlBinding {
  const { use, report, root } = context
  const kind = databaseKind(settings.url)
  if (root !== 'mutation')
    report(
      'execute',
      'execute may change rows, and only a mutation may.',
      'Move the field to type Mutation, or write query.',
    )
  for (const argument of ELSEWHERE)
    if (use.args[argument] !== undefined) report(argument, `${argument} does not stand beside execute.`, 'Remove it.')
  if (kind === 'SQLite')
    report(
      'execute',
      'a SQLite file has no procedures or functions that could be run.',
      'Write insert, update, upsert or delete.',
    )
  const text = compileStatement(context, 'execute', kind === 'PostgreSQL' ? 'list' : 'scalar')
  const code = codeOf(String(use.args.execute))
  if (!/^[\s(]*(?:call|select)\b/i.test(code))
    report('execute', 'execute runs a procedure or a function.', 'Begin it with CALL or SELECT.')
  if (/;\s*\S/.test(code))
    report(
      'execute',
      'this is more than one statement, and one is run.',
      'Make a procedure of them, or fields of a transaction.',
    )
  warnOfTenants(context, table, text)
  const variables = kind === 'MySQL' ? variablesIn(code) : []
  return sqlBinding(context, settings, {
    from: { kind: 'query', text },
    where: [],
    keyColumns: [],
    execute: { answer: numberAnswer(context) ?? 'rows', variables },
  })
}

const NO_CODE =
  /'(?:[^'\\]|\\[\s\S]|'')*'|"(?:[^"\\]|\\[\s\S]|"")*"|`[^`]*`|\$(\w*)\$[\s\S]*?\$\1\$|--[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\//g

/** A statement without its comments and what stands in quotes. */
function codeOf(statement: string): string {
  return statement.replaceAll(NO_CODE, ' ')
}

/** `@left` of `CALL transfer({$args.from}, @left)`, each once; not `@@version`. */
function variablesIn(code: string): readonly string[] {
  return [...new Set([...code.matchAll(/(?<![\w$@])@([a-z_$][\w$]*)/gi)].map(([, name = '']) => name))]
}

/** A procedure sees all rows; it can keep to those of a tenant where it is told whose they are. */
function warnOfTenants({ warn, returned }: SqlContext, table: TableSettings | undefined, text: SqlText['text']): void {
  const wanted = (table?.where ?? []).flatMap(filterExpressions).flatMap(({ from }) => nameOf(from) ?? [])
  const passed = new Set(text.flatMap(part => (typeof part === 'string' ? [] : (nameOf(part.from) ?? []))))
  if (!table || table.where.length === 0 || (wanted.length > 0 && wanted.every(name => passed.has(name)))) return
  const [missing = '…'] = wanted.filter(name => !passed.has(name))
  warn?.(
    'execute',
    `the where of type ${returned} does not hold for what a procedure or a function does and answers.`,
    `Have it see to that by itself: pass it what the where compares, as in CALL name({$${missing}}).`,
  )
}

/** What of the request tells whose rows are meant. */
function nameOf(from: Reference): string | undefined {
  if (from.root === 'headers') return `headers.${from.name}`
  return from.root === 'jwt' ? `jwt.${from.claim}` : undefined
}
