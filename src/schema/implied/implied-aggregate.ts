import { AGGREGATE_FUNCTIONS, AGGREGATE_NAMES, type AggregateFunction } from '../aggregate-functions.ts'
import type { BaseType } from './base-type.ts'
import type { ImpliedType } from './implied-type.ts'

export const AGGREGATE = 'Aggregate'

/** What is counted and computed over many rows. */
export const IMPLIED_AGGREGATE: ImpliedType = {
  suffix: AGGREGATE,
  define(base) {
    if (base.kind !== 'object') return undefined
    return /* GraphQL */ `
      "What is counted and computed over ${base.name} objects."
      type ${base.name}${AGGREGATE} {
        ${aggregateFields(base)}
      }
    `
  },
}

/** The fields of each function, as `OrderAggregateSum`. */
export const IMPLIED_FUNCTIONS: readonly ImpliedType[] = AGGREGATE_NAMES.map(name => ({
  suffix: suffixOf(name),
  define(base) {
    const fields = functionFields(name, base)
    if (fields.length === 0) return undefined
    return /* GraphQL */ `
      ${JSON.stringify(AGGREGATE_FUNCTIONS[name].description)}
      type ${base.name}${suffixOf(name)} {
        ${fields.map(field => `${field.name}: ${field.type}`).join('\n')}
      }
    `
  },
}))

/** `count`, and a field for each function that the type has columns for. */
export function aggregateFields(base: BaseType): string {
  const fields = functionsOf(base).map(
    name => `${JSON.stringify(AGGREGATE_FUNCTIONS[name].description)} ${name}: ${base.name}${suffixOf(name)}!`,
  )
  return ['"How many objects there are." count: Int!', ...fields].join('\n')
}

export function suffixOf(name: AggregateFunction): string {
  return AGGREGATE + name.charAt(0).toUpperCase() + name.slice(1)
}

/** The functions that there are columns for. */
export function functionsOf(base: BaseType): readonly AggregateFunction[] {
  return AGGREGATE_NAMES.filter(name => functionFields(name, base).length > 0)
}

/** The columns that a function is applied to, each with the type of its result. */
export function functionFields(
  name: AggregateFunction,
  { kind, leaves }: BaseType,
): readonly { readonly name: string; readonly type: string }[] {
  if (kind !== 'object') return []
  return leaves.flatMap(field => {
    const type = field.whole ? AGGREGATE_FUNCTIONS[name].resultOf(field.type) : undefined
    return type === undefined ? [] : [{ name: field.name, type }]
  })
}
