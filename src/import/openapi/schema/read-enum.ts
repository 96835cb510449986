import { identityOf, type Located } from '../document/documents.ts'
import { own, ownList } from '../own-property.ts'
import { NOTHING } from './annotations.ts'
import { componentName } from './component-name.ts'
import { readScalar } from './read-scalar.ts'
import type { SchemaView } from './schema-view.ts'

/** An `enum` or a `const`: texts are an enum, all else is what its values are. */
export function readEnum(located: Located, nullable: boolean): SchemaView {
  const listed =
    own(located.value, 'enum') === undefined ? [own(located.value, 'const')] : ownList(located.value, 'enum')
  const values = [...new Set(listed.filter(value => value !== null))]
  const base = { ...NOTHING, nullable: nullable || listed.includes(null) }
  // In a schema `*` stands for what an enum does not name, so no value can be that.
  if (values.length === 0 || (values.includes('*') && values.every(value => typeof value === 'string')))
    return { ...readScalar('string', {}), ...base }
  if (values.every(value => typeof value === 'string') && values.every(value => value.isWellFormed()))
    return { ...base, kind: 'enum', id: identityOf(located), ...componentName(located), values }
  const names = namesOf(located.value, values.length)
  if (names && values.every(value => typeof value === 'number' && Number.isInteger(value)))
    return {
      ...base,
      kind: 'enum',
      id: identityOf(located),
      ...componentName(located),
      values: values.map(Number),
      names,
    }
  if (values.every(value => typeof value === 'boolean')) return { ...base, kind: 'scalar', type: 'boolean', format: '' }
  if (values.every(value => typeof value === 'number')) {
    const type = values.every(value => Number.isInteger(value)) ? 'integer' : 'number'
    return { ...readScalar(type, located.value), ...base }
  }
  return { ...base, kind: 'any', why: 'its values are of several types' }
}

/** What generators call the values of an enum of numbers: a name each. */
function namesOf(value: unknown, count: number): readonly string[] | undefined {
  const lists = ['x-enum-varnames', 'x-enumNames', 'x-enum-names'].map(name => ownList(value, name))
  const names = lists.find(list => list.length > 0)?.filter(name => typeof name === 'string')
  return names?.length === count ? names : undefined
}
