import { type GraphQLArgument, type GraphQLInputType, getNamedType, isInputObjectType } from 'graphql'
import type { InputFieldShape, InputShape } from '../../plan/input-shape.ts'
import type { Notation } from '../../schema/notations.ts'
import type { Names } from '../names.ts'

/** The upstream names of input objects, one shape per input type and source. */
export class InputShapes {
  readonly #names: Names
  readonly #shapes = new Map<string, InputShape>()

  constructor(names: Names) {
    this.#names = names
  }

  /** How the source writes the value of an input field or argument. */
  notation(coordinate: string, source: string): Notation | undefined {
    return this.#names.notation(coordinate, source)
  }

  /** All arguments of a field as one object. */
  ofArguments(args: readonly GraphQLArgument[], coordinate: string, source: string): InputShape {
    const fields = args.map(({ name, type }): readonly [string, InputFieldShape] => {
      const shape = this.of(type, source)
      const as = this.notation(`${coordinate}(${name}:)`, source)
      return [name, { name: this.#names.sentName(name, source), ...(shape && { shape }), ...(as && { as }) }]
    })
    return { fields: new Map(fields) }
  }

  /** Undefined for a type that is no input object. */
  of(type: GraphQLInputType, source: string): InputShape | undefined {
    const named = getNamedType(type)
    if (!isInputObjectType(named)) return undefined
    const id = `${source} ${named.name}`
    const known = this.#shapes.get(id)
    if (known) return known
    const fields = new Map<string, InputFieldShape>()
    const shape: InputShape = { fields }
    this.#shapes.set(id, shape)
    for (const field of Object.values(named.getFields())) {
      const inner = this.of(field.type, source)
      const name = this.#names.inputName(named.name, field.name, source)
      const as = this.notation(`${named.name}.${field.name}`, source)
      fields.set(field.name, { name, ...(inner && { shape: inner }), ...(as && { as }) })
    }
    return shape
  }
}
