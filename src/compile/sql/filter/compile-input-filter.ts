import { getNullableType, isInputObjectType } from 'graphql'
import { type Path, printPath } from '../../../plan/path.ts'
import type { ColumnTerm } from '../../../plan/sql/column-term.ts'
import type { SqlFilter } from '../../../plan/sql/sql-filter.ts'
import type { Expression } from '../../../plan/template.ts'
import { appliedArgument } from '../../template/applied-argument.ts'
import { couldBeAbsent, isNoType, typeBehind } from '../../template/argument-type.ts'
import { readTemplate } from '../../template/compile-template.ts'
import type { SqlContext } from '../sql-context.ts'
import type { FilterContext } from './filter-context.ts'
import { filterReader } from './filter-reader.ts'
import { namesOperators, operatorsReader } from './operators-reader.ts'

/** The filter of an argument named `where` that no template of the directive mentions: it applies by itself. */
export function compileClientFilter(context: FilterContext): SqlFilter | undefined {
  const argument = appliedArgument(context, 'where')
  if (!argument) return undefined
  const type = getNullableType(argument.type)
  if (!isInputObjectType(type)) {
    context.report(
      undefined,
      `the argument where is of type ${argument.type}, which is no filter.`,
      `Write where: ${context.returned}Filter; it needs no definition.`,
    )
    return undefined
  }
  const value = argumentExpression([{ kind: 'property', name: 'where' }])
  refuseAbsentFilter(value, context)
  return { kind: 'input', value, reader: filterReader(type, context), nullable: true }
}

/** A template that is one argument of an input type, as a filter of the rows; undefined for anything else. */
export function compileFilterTemplate(value: unknown, context: FilterContext): SqlFilter | undefined {
  const found = inputObject(value, context)
  if (!found) return undefined
  refuseAbsentFilter(found.value, context)
  return { kind: 'input', value: found.value, reader: filterReader(found.type, context), nullable: false }
}

/** A template that is one argument of an input type, as operators on a column; undefined for anything else. */
export function compileOperatorsTemplate(
  value: unknown,
  term: ColumnTerm,
  context: FilterContext,
): SqlFilter | undefined {
  const found = inputObject(value, context)
  if (!found || !namesOperators(found.type, context)) return undefined
  refuseAbsentFilter(found.value, context)
  return {
    kind: 'input',
    value: found.value,
    reader: operatorsReader(found.type, term, context),
    nullable: false,
  }
}

function inputObject(value: unknown, { args }: SqlContext) {
  if (typeof value !== 'string') return undefined
  const [only, more] = readTemplate(value, '', () => undefined) ?? []
  if (typeof only !== 'object' || more !== undefined || only.root !== 'args') return undefined
  if ('fallback' in only || 'join' in only) return undefined
  const [first, ...rest] = only.path
  const argument = args?.find(({ name }) => first?.kind === 'property' && name === first.name)
  const behind = argument && typeBehind(argument, rest)
  if (!behind || isNoType(behind)) return undefined
  const type = getNullableType(behind)
  return isInputObjectType(type) ? { type, value: argumentExpression(only.path) } : undefined
}

/** Without the names of a source: the reader knows the fields by their own. */
function argumentExpression(path: Path): Expression {
  return { from: { root: 'args', path } }
}

function refuseAbsentFilter(value: Expression, { args = [], report, absence, argument }: FilterContext): void {
  if (absence.kind === 'drops' || value.from.root !== 'args' || !couldBeAbsent(value, args)) return
  const message = `$args.${printPath(value.from.path)} may be left out, and without it ${absence.consequence}.`
  report(argument, message, 'Make it non-null.')
}
