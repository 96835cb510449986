import { type GraphQLInputType, getNamedType, isInputObjectType } from 'graphql'
import type { InputShape } from '../../plan/input-shape.ts'
import type { Names } from '../names.ts'

/** The upstream names of input objects, one shape per input type and source. */
export class InputShapes {
  readonly #names: Names
  readonly #shapes = new Map<string, InputShape>()

  constructor(names: Names) {
    this.#names = names
  }

  /** Undefined for a type that is no input object. */
  of(type: GraphQLInputType, source: string): InputShape | undefined {
    const named = getNamedType(type)
    if (!isInputObjectType(named)) return undefined
    const id = `${source} ${named.name}`
    const known = this.#shapes.get(id)
    if (known) return known
    const fields = new Map<string, { name: string; shape?: InputShape }>()
    const shape: InputShape = { fields }
    this.#shapes.set(id, shape)
    for (const field of Object.values(named.getFields())) {
      const inner = this.of(field.type, source)
      const name = this.#names.inputName(named.name, field.name, source)
      fields.set(field.name, inner ? { name, shape: inner } : { name })
    }
    return shape
  }
}
