/**
 * How the fields of an input object are called upstream; for an input that is sent whole. Cyclic where the input type is.
 */
export interface InputShape {
  readonly fields: ReadonlyMap<string, { readonly name: string; readonly shape?: InputShape }>
}

/** The value with its fields under their upstream names, lists included. */
export function applyShape(value: unknown, shape: InputShape | undefined): unknown {
  if (!shape || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(item => applyShape(item, shape))
  const renamed: Record<string, unknown> = Object.create(null)
  for (const [name, inner] of Object.entries(value)) {
    const field = shape.fields.get(name)
    renamed[field?.name ?? name] = applyShape(inner, field?.shape)
  }
  return renamed
}
