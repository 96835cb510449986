import { getNamedType, isInputObjectType } from 'graphql'
import { isObject } from '../../plan/is-object.ts'
import type { FieldOfType } from '../source-kind.ts'
import { isNoType, typeBehind } from '../template/argument-type.ts'
import { parseTemplate, TemplateSyntaxError } from '../template/parse-template.ts'
import type { SqlContext } from './sql-context.ts'

const COMBINATIONS: ReadonlySet<string> = new Set(['and', 'or', 'not'])
const WRITES = ['insert', 'update', 'upsert'] as const

const NO_FIELD = ''

type Fields = Map<string, string>
type Context = Pick<SqlContext, 'use' | 'args' | 'names' | 'source' | 'returned'>

/**
 * The fields of the returned type that arguments are values of, by the path of the argument (`id`, `input.userId`): what its
 * directive compares them with, or writes them to.
 */
export function argumentFields(context: Context): ReadonlyMap<string, FieldOfType> {
  const found: Fields = new Map()
  const { args } = context.use
  addConditions(args.where, found)
  for (const argument of WRITES)
    for (const row of [args[argument]].flat()) {
      if (typeof row === 'string') addInput(row, context, found)
      else if (isObject(row)) for (const [name, value] of Object.entries(row)) addValue(name, value, found)
    }
  return new Map([...found].map(([argument, field]) => [argument, { type: context.returned, field }]))
}

function addConditions(where: unknown, found: Fields): void {
  if (!isObject(where)) return
  for (const [name, value] of Object.entries(where)) {
    if (COMBINATIONS.has(name)) for (const each of [value].flat()) addConditions(each, found)
    else for (const operand of isObject(value) ? Object.values(value) : [value]) addValue(name, operand, found)
  }
}

function addValue(name: string, value: unknown, found: Fields): void {
  for (const each of [value].flat()) {
    const argument = typeof each === 'string' ? argumentIn(each) : undefined
    if (argument !== undefined) add(argument.join('.'), name, found)
  }
}

/** The fields of an input object that is a row have the names of those that they are written to, unless something else is said. */
function addInput(text: string, { args, names, source }: Context, found: Fields): void {
  const [first = '', ...rest] = argumentIn(text) ?? []
  const argument = args?.find(({ name }) => name === first)
  const path = rest.map(name => ({ kind: 'property' as const, name }))
  const behind = argument && typeBehind(argument, path)
  const type = behind && !isNoType(behind) ? getNamedType(behind) : undefined
  if (!isInputObjectType(type)) return
  for (const name of Object.keys(type.getFields()))
    if (names.mappedInputName(type.name, name, source) === undefined) add([first, ...rest, name].join('.'), name, found)
}

/** An argument of two fields is nobody's: it may be an id of either. */
function add(argument: string, field: string, found: Fields): void {
  const known = found.get(argument)
  found.set(argument, known === undefined || known === field ? field : NO_FIELD)
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
