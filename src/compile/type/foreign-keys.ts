import { getNullableType, isObjectType } from 'graphql'
import { fixedPath } from '../../plan/source-path.ts'
import type { SchemaDefinition } from '../../schema/definition.ts'
import type { Names } from '../names.ts'

/** Whose ids the plain fields of object types hold, as far as the schema tells. */
export class ForeignKeys {
  readonly #definition: SchemaDefinition
  readonly #names: Names
  readonly #fields = new Map<string, ReadonlyMap<string, string>>()

  constructor(definition: SchemaDefinition, names: Names) {
    this.#definition = definition
    this.#names = names
  }

  /**
   * The type with global ids whose objects have the ids in a field, or in a property that is no field: its own, or those of the
   * objects that another field finds by them.
   */
  typeOf(typeName: string, fieldName: string): string | undefined {
    let fields = this.#fields.get(typeName)
    if (!fields) {
      fields = this.#fieldsOf(typeName)
      this.#fields.set(typeName, fields)
    }
    return fields.get(fieldName)
  }

  #fieldsOf(typeName: string): ReadonlyMap<string, string> {
    const { schema, nodeTypes } = this.#definition
    const type = schema.getType(typeName)
    if (!isObjectType(type)) return new Map()
    const plain = Object.values(type.getFields()).filter(({ name }) => this.#names.isPlainField(typeName, name))
    const propertiesOf = (name: string) =>
      [...this.#names.fieldPaths(typeName, name)].flatMap(([source, path]) => {
        const [only, more] = fixedPath(path) ?? []
        return only?.kind === 'property' && more === undefined ? [{ source, property: only.name }] : []
      })
    const keys = new Map<string, string>()
    const joins = new Map<string, string>()
    for (const { name, type } of plain) {
      const found = getNullableType(type)
      if (!isObjectType(found) || !nodeTypes.has(found.name)) continue
      for (const { source, property } of propertiesOf(name)) {
        joins.set(`${source} ${property}`, found.name)
        keys.set(property, found.name)
      }
    }
    for (const { name } of plain) {
      const [found] = propertiesOf(name).flatMap(({ source, property }) => joins.get(`${source} ${property}`) ?? [])
      if (found === undefined) keys.delete(name)
      else keys.set(name, found)
    }
    return nodeTypes.has(typeName) ? keys.set('id', typeName) : keys
  }
}
