import { type GraphQLInputObjectType, getNamedType, isInputObjectType } from 'graphql'
import { isObject } from '../../plan/is-object.ts'
import type { SqlSourceSettings } from '../../plan/sql/sql-source-settings.ts'
import type { FieldOfType } from '../source-kind.ts'
import { isNoType, typeBehind } from '../template/argument-type.ts'
import { parseTemplate, TemplateSyntaxError } from '../template/parse-template.ts'
import type { SqlContext } from './sql-context.ts'

const COMBINATIONS: ReadonlySet<string> = new Set(['and', 'or', 'not'])
const WRITES = ['insert', 'update', 'upsert'] as const

/** Of each argument; undefined for one that is of two fields, and may be an id of either. */
type Fields = Map<string, FieldOfType | undefined>
type Context = Pick<SqlContext, 'use' | 'args' | 'names' | 'source' | 'returned' | 'relations'> &
  Pick<SqlSourceSettings, 'maxNestedDepth'>

/**
 * The fields of the returned type that arguments are values of, by the path of the argument (`id`, `input.userId`): what its
 * directive compares them with, or writes them to.
 */
export function argumentFields(context: Context): ReadonlyMap<string, FieldOfType> {
  const found: Fields = new Map()
  const { args } = context.use
  const { returned } = context
  addConditions(args.where, returned, found)
  for (const argument of WRITES)
    for (const row of [args[argument]].flat()) {
      if (typeof row === 'string') addInput(row, context, found)
      else if (isObject(row)) for (const [name, value] of Object.entries(row)) addValue(name, value, returned, found)
    }
  return new Map([...found].flatMap(([argument, field]) => (field ? [[argument, field] as const] : [])))
}

function addConditions(where: unknown, type: string, found: Fields): void {
  if (!isObject(where)) return
  for (const [name, value] of Object.entries(where)) {
    if (COMBINATIONS.has(name)) for (const each of [value].flat()) addConditions(each, type, found)
    else for (const operand of isObject(value) ? Object.values(value) : [value]) addValue(name, operand, type, found)
  }
}

function addValue(name: string, value: unknown, type: string, found: Fields): void {
  for (const each of [value].flat()) {
    const argument = typeof each === 'string' ? argumentIn(each) : undefined
    if (argument !== undefined) add(argument.join('.'), type, name, found)
  }
}

/** The fields of an input object that is a row have the names of those that they are written to, unless something else is said. */
function addInput(text: string, context: Context, found: Fields): void {
  const [first = '', ...rest] = argumentIn(text) ?? []
  const argument = context.args?.find(({ name }) => name === first)
  const path = rest.map(name => ({ kind: 'property' as const, name }))
  const behind = argument && typeBehind(argument, path)
  const type = behind && !isNoType(behind) ? getNamedType(behind) : undefined
  if (isInputObjectType(type))
    addFields(type, [first, ...rest], context.returned, context, found, context.maxNestedDepth)
}

/** Those of rows in rows too, as deep as these may be. */
function addFields(
  type: GraphQLInputObjectType,
  path: readonly string[],
  returned: string,
  context: Context,
  found: Fields,
  deeper: number,
): void {
  const { names, source, relations } = context
  for (const field of Object.values(type.getFields())) {
    const { name } = field
    const inside = getNamedType(field.type)
    const relation = isInputObjectType(inside) ? relations(returned, name, source) : undefined
    if (isInputObjectType(inside) && relation?.kind === 'relation') {
      if (deeper > 1) addFields(inside, [...path, name], relation.type, context, found, deeper - 1)
    } else if (names.mappedInputName(type.name, name, source) === undefined)
      add([...path, name].join('.'), returned, name, found)
  }
}

/** An argument of two fields is nobody's. */
function add(argument: string, type: string, field: string, found: Fields): void {
  const known = found.get(argument)
  const isSame = known?.type === type && known.field === field
  found.set(argument, !found.has(argument) || isSame ? { type, field } : undefined)
}

/** The names that lead to the argument that the text is, and nothing else. */
function argumentIn(text: string): readonly string[] | undefined {
  try {
    const [only, more] = parseTemplate(text)
    if (typeof only !== 'object' || more !== undefined || only.root !== 'args') return undefined
    return only.path.flatMap(segment => (segment.kind === 'property' ? [segment.name] : []))
  } catch (error) {
    // It is told where the template is compiled.
    if (error instanceof TemplateSyntaxError) return undefined
    throw error
  }
}
