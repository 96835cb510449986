import type { Notation } from '../schema/notations.ts'
import { writeAs } from './notation.ts'

/**
 * How the fields of an input object are called upstream, and how their values are written there; for an input that is sent whole.
 * Cyclic where the input type is.
 */
export interface InputShape {
  readonly fields: ReadonlyMap<string, InputFieldShape>
}

export interface InputFieldShape {
  readonly name: string
  readonly shape?: InputShape
  readonly as?: Notation
}

/** The value with its fields under their upstream names, lists included. Throws TemplateValueError. */
export function applyShape(value: unknown, shape: InputShape | undefined): unknown {
  if (!shape || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(item => applyShape(item, shape))
  const renamed: Record<string, unknown> = Object.create(null)
  for (const [name, inner] of Object.entries(value)) {
    const field = shape.fields.get(name)
    const shaped = applyShape(inner, field?.shape)
    renamed[field?.name ?? name] = field?.as ? writeAs(field.as, shaped) : shaped
  }
  return renamed
}
