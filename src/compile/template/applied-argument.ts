import { type GraphQLArgument, getNullableType, isScalarType } from 'graphql'
import type { ValueTemplate } from '../../plan/template.ts'
import type { BindingContext } from '../binding-context.ts'
import { compileValue } from './compile-template.ts'
import { unusedArguments } from './unused-arguments.ts'

/** Arguments that say by their names which part of a list is wanted, with the types that can. */
const NUMBERS = ['Int']
const CURSORS = ['String', 'ID']
const TYPES = { first: NUMBERS, last: NUMBERS, limit: NUMBERS, offset: NUMBERS, after: CURSORS, before: CURSORS }

/** An argument of the field that applies by itself: no template of the directive mentions it. */
export function appliedArgument({ args, use }: BindingContext, name: string): GraphQLArgument | undefined {
  const argument = args?.find(each => each.name === name)
  const names = args?.map(each => each.name) ?? []
  return argument && unusedArguments(use, names).includes(name) ? argument : undefined
}

/** The value of such an argument; reports a type that is none of a number or a cursor. */
export function appliedValue(context: BindingContext, name: keyof typeof TYPES): ValueTemplate | undefined {
  const argument = appliedArgument(context, name)
  if (!argument) return undefined
  const type = getNullableType(argument.type)
  const types = TYPES[name]
  if (isScalarType(type) && types.includes(type.name))
    return compileValue(`{$args.${name}}`, { argument: name, required: true, takes: 'scalar' }, context)
  const what = types === NUMBERS ? 'a number of rows' : 'a cursor'
  const message = `the argument ${name} is of type ${argument.type}, and it applies by itself as ${what}.`
  context.report(undefined, message, `Write ${name}: ${types[0]}, or give it another name.`)
  // Only that it is there matters.
  return { kind: 'literal', value: 0 }
}
