import {
  type GraphQLInputField,
  type GraphQLInputObjectType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
} from 'graphql'
import { type Path, printPath, propertyPath } from '../../plan/path.ts'
import type { SqlAssignment } from '../../plan/sql/sql-write.ts'
import { isNoType, typeBehind } from '../template/argument-type.ts'
import { compileValue, readTemplate } from '../template/compile-template.ts'
import { columnOf } from './column-of.ts'
import { noteColumn } from './note-column.ts'
import { readOperator } from './read-operator.ts'
import type { SqlContext } from './sql-context.ts'

export const NO_ROWS: CompiledRows = { input: undefined, many: false, templates: [], fields: [] }

/** An assignment with where it is written, for what is said of it. */
export interface WrittenAssignment extends SqlAssignment {
  /** The directive's argument, `insert.name`. */
  readonly argument: string
  /** The input field of an input that is sent whole, as `NewUser.name`. */
  readonly inputField: string | undefined
}

export interface CompiledRows {
  readonly input: Path | undefined
  readonly many: boolean
  readonly templates: readonly (readonly WrittenAssignment[])[]
  /** The fields of an input object that is sent whole. */
  readonly fields: readonly GraphQLInputField[]
}

/**
 * Compiles `insert`, `update` or `upsert`: an object of names and templates, a list of these, or `"{$args.input}"`, an
 * input object or a list of them whose fields are the columns. Reports what it can't be.
 */
export function compileRows(context: SqlContext, argument: 'insert' | 'update' | 'upsert'): CompiledRows {
  const value = context.use.args[argument]
  if (typeof value === 'string') return compileInput(context, value, argument)
  if (!Array.isArray(value)) return { ...NO_ROWS, templates: [compileRow(context, value, argument)] }
  if (value.length === 0) context.report(argument, `${argument} has no rows.`, `Write ${argument}: { … }.`)
  return {
    ...NO_ROWS,
    many: true,
    templates: value.map((row, at) => compileRow(context, row, `${argument}.${at}`)),
  }
}

function compileRow(context: SqlContext, row: unknown, argument: string): WrittenAssignment[] {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    context.report(argument, 'a row is an object of names and values.', 'Write { name: "{$args.name}" }.')
    return []
  }
  return Object.entries(row).map(([name, value]) => {
    const at = `${argument}.${name}`
    const change = readOperator(value, name, at, context.report)
    const place = change
      ? ({
          argument: `${at}.${change.operator}`,
          required: true,
          takes: change.operator === 'append' ? 'list' : 'scalar',
        } as const)
      : ({ argument: at, required: true, takes: 'anything' } as const)
    return {
      column: columnOf(context, name, at),
      value: compileValue(change ? change.operand : value, place, context),
      ...(change && { operator: change.operator }),
      argument: at,
      inputField: undefined,
    }
  })
}

function compileInput(context: SqlContext, text: string, argument: string): CompiledRows {
  const suggestion = `Write ${argument}: { name: "{$args.name}" } or ${argument}: "{$args.input}".`
  const [only, more] = readTemplate(text, argument, context.report) ?? []
  if (only === undefined) return NO_ROWS
  if (typeof only === 'string' || more !== undefined || only.root !== 'args' || 'fallback' in only || 'join' in only) {
    context.report(argument, `${argument} takes an object, or one argument that is an input object.`, suggestion)
    return NO_ROWS
  }
  // Compiled for what it reports of the argument and the path.
  compileValue(text, { argument, required: true, takes: 'anything' }, context)
  const [first, ...rest] = only.path
  const known = context.args?.find(each => first?.kind === 'property' && each.name === first.name)
  const type = known && typeBehind(known, rest)
  if (!type || isNoType(type)) return NO_ROWS
  const named = getNamedType(type)
  if (!isInputObjectType(named)) {
    context.report(
      argument,
      `$args.${printPath(only.path)} is of type ${named.name}, and a row is an object.`,
      suggestion,
    )
    return NO_ROWS
  }
  const open = getNullableType(type)
  const many = isListType(open)
  if (many && isListType(getNullableType(open.ofType)))
    context.report(argument, `$args.${printPath(only.path)} is a list of lists.`, `Take a list of ${named.name}.`)
  const fields = Object.values(named.getFields())
  return { input: only.path, many, templates: [inputRow(context, named, argument)], fields }
}

/** The fields of an input object, which is read as the `$args`; not those that are rows of other tables. */
export function inputRow(context: SqlContext, type: GraphQLInputObjectType, argument: string): WrittenAssignment[] {
  const fields = Object.values(type.getFields()).filter(field => !isNestedField(context, field))
  return fields.map(field => {
    const shape = context.shapes.of(field.type, context.source)
    const from = { root: 'args' as const, path: propertyPath(field.name) }
    return {
      column: inputColumn(context, type.name, field.name, argument),
      value: { kind: 'template', template: [{ from: shape ? { ...from, shape } : from }] },
      argument,
      inputField: `${type.name}.${field.name}`,
    }
  })
}

/** The name that the input field's own `@map` says, else the column of the plain field of its name, else by the naming. */
function inputColumn(context: SqlContext, typeName: string, fieldName: string, argument: string): string {
  const { names, source, returned } = context
  const mapped = names.mappedInputName(typeName, fieldName, source)
  if (mapped === undefined && names.isPlainField(returned, fieldName)) return columnOf(context, fieldName, argument)
  const column = mapped ?? names.inputName(typeName, fieldName, source)
  noteColumn(context, { column, argument })
  return column
}

/** Whether an input field is named as one that leads to other objects, and is no column. */
export function isNestedField({ relations, returned, source }: SqlContext, { name, type }: GraphQLInputField): boolean {
  return isInputObjectType(getNamedType(type)) && relations(returned, name, source) !== undefined
}
