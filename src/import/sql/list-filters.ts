import type { SdlDefinition } from '../sdl/sdl.ts'
import { rowArguments } from './list-field.ts'
import { type FieldModel, holdsRanges, type Model } from './model.ts'

/** `extend input FilmFilter`: what is asked of a type's lists, which no filter is implied for without a database. */
export function listFilters({ types, enums }: Model): SdlDefinition[] {
  const taken = new Set([...types, ...enums].map(({ name }) => name))
  return types.flatMap((type): SdlDefinition[] => {
    if (!rowArguments(type).some(({ name }) => name === 'where')) return []
    const members = [...type.fields.values()].flatMap(field => {
      const item = comparedItem(field)
      const isTaken = taken.has(`${item}List`) || taken.has(`${item}ListFilter`)
      return item === undefined || isTaken ? [] : [{ name: field.name, type: `${item}ListFilter` }]
    })
    return members.length === 0 ? [] : [{ kind: 'extend input', name: `${type.name}Filter`, members }]
  })
}

/** The type of a list's items, where these are compared with values. */
function comparedItem({ type, column }: FieldModel): string | undefined {
  const [, item] = /^\[(\w+)\]$/.exec(type) ?? []
  const isCompared = item !== 'JSON' && column.items?.incomparable !== true && !holdsRanges(column)
  return isCompared ? item : undefined
}
