import { AGGREGATE_FUNCTIONS } from '../../schema/aggregate-functions.ts'
import { capital } from '../name/case.ts'
import type { SdlDefinition } from '../sdl/sdl.ts'
import { rowArguments } from './list-field.ts'
import type { Model, TypeModel } from './model.ts'

/** By which functions over related rows clients filter and order; the file names others by hand. */
const FUNCTIONS = ['sum', 'avg', 'min', 'max'] as const

/** What an implied input of a list is extended by, and the argument through which clients come to it. */
const INPUTS = [
  { argument: 'where', kind: 'Filter' },
  { argument: 'orderBy', kind: 'Order' },
] as const

/** `extend input OrderListFilter` and `OrderListOrder`, for each type whose rows belong to those of another one. */
export function relatedAggregates(model: Model): SdlDefinition[] {
  return model.types.flatMap(target => {
    const functions = functionsOf(target)
    if (functions.length === 0 || isNameTaken(target, model)) return []
    const owners = ownersOf(target, model)
    return INPUTS.flatMap(({ argument, kind }): SdlDefinition[] => {
      const has = (type: TypeModel) => rowArguments(type).some(({ name }) => name === argument)
      if (!has(target) || !owners.some(has)) return []
      const members = functions.map(name => ({ name, type: `${target.name}Aggregate${capital(name)}${kind}` }))
      return [{ kind: 'extend input', name: `${target.name}List${kind}`, members }]
    })
  })
}

/** Those that the type has columns for. */
function functionsOf({ fields }: TypeModel): readonly (typeof FUNCTIONS)[number][] {
  const types = [...fields.values()].map(({ type }) => type)
  return FUNCTIONS.filter(name => types.some(type => AGGREGATE_FUNCTIONS[name].resultOf(type) !== undefined))
}

/** The types with a list of these rows. */
function ownersOf(target: TypeModel, { relations }: Model): readonly TypeModel[] {
  return [...relations].flatMap(([owner, all]) =>
    all.some(relation => relation.list && relation.target === target) ? owner : [],
  )
}

/** Whether something else is called like one of the inputs, or like the list that they are named after. */
function isNameTaken({ name }: TypeModel, { types, enums }: Model): boolean {
  const ofFunctions = FUNCTIONS.flatMap(each => INPUTS.map(({ kind }) => `Aggregate${capital(each)}${kind}`))
  const own = ['List', 'ListFilter', 'ListOrder', ...ofFunctions].map(suffix => name + suffix)
  return [...types, ...enums].some(other => own.includes(other.name))
}
