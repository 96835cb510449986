import { capital } from '../name/case.ts'
import type { SdlDefinition } from '../sdl/sdl.ts'
import { functionsOf } from './aggregate-fields.ts'
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
    const known = functionsOf(target)
    const functions = FUNCTIONS.filter(name => known.includes(name))
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
