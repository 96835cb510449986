import { enumType } from '../../sdl/enum-type.ts'
import { EnumLiteral, type Literal } from '../../sdl/sdl.ts'
import type { TypeRef } from './draft.ts'

/** The value of an enum that has no other. */
export function onlyValue(type: TypeRef): Literal | undefined {
  if (type.kind !== 'named' || typeof type.of === 'string' || type.of.kind !== 'enum') return undefined
  const [value, another] = type.of.view.values
  return another === undefined ? defaultLiteral(value, type) : undefined
}

/** A `default` as a literal of its type; `undefined` where it is none of it. */
export function defaultLiteral(value: unknown, type: TypeRef): Literal | undefined {
  if (value === undefined || value === null) return undefined
  if (type.kind === 'list') {
    const items = (Array.isArray(value) ? value : [value]).map(item => defaultLiteral(item, type.item))
    return items.every(item => item !== undefined) ? items : undefined
  }
  if (type.kind === 'connection') return undefined
  if (typeof type.of !== 'string') {
    if (type.of.kind !== 'enum') return undefined
    const { values, names } = type.of.view
    const at = values.findIndex(each => String(each) === String(value))
    const member = enumType('', values, { valueNames: names }).members?.[at]
    return member && new EnumLiteral(member.name)
  }
  switch (type.of) {
    case 'Boolean':
      return typeof value === 'boolean' ? value : undefined
    case 'Int':
      return Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31 ? Number(value) : undefined
    case 'BigInt':
      return Number.isSafeInteger(value) ? Number(value) : undefined
    case 'Float':
      return typeof value === 'number' && Number.isFinite(value) ? value : undefined
    case 'ID':
    case 'String':
      return (typeof value === 'string' && value.isWellFormed()) || typeof value === 'number'
        ? String(value)
        : undefined
    default:
      return undefined
  }
}
