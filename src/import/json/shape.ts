import { DATE_SCALAR } from '../../schema/scalar/date.ts'
import { DATE_TIME_SCALAR } from '../../schema/scalar/date-time.ts'
import type { ScalarCoercion } from '../../schema/scalar/scalar-coercion.ts'
import { UUID_SCALAR } from '../../schema/scalar/uuid.ts'

/** What the samples of one place have in common. */
export interface SampleShape {
  /** Whether one of them is null, or an object lacks it. */
  nullable: boolean
  readonly kinds: Set<Kind>
  /** The properties of all objects, in the order of their first sight. */
  readonly properties: Map<string, SampleShape>
  /** How many objects there are, and in how many of them this stands. */
  objects: number
  seen: number
  items: SampleShape | undefined
}

export type Kind = 'object' | 'list' | 'boolean' | 'int' | 'bigint' | 'float' | 'date' | 'datetime' | 'uuid' | 'text'

/** Texts that a scalar takes as its own, the narrowest first. */
const TEXT_KINDS = [
  ['uuid', UUID_SCALAR],
  ['datetime', DATE_TIME_SCALAR],
  ['date', DATE_SCALAR],
] as const

export function emptyShape(): SampleShape {
  return { nullable: false, kinds: new Set(), properties: new Map(), objects: 0, seen: 0, items: undefined }
}

/** Takes one more sample into a shape. */
export function addSample(shape: SampleShape, value: unknown): void {
  shape.seen += 1
  if (value === null) {
    shape.nullable = true
    return
  }
  shape.kinds.add(kindOf(value))
  if (Array.isArray(value)) {
    shape.items ??= emptyShape()
    for (const item of value) addSample(shape.items, item)
  } else if (typeof value === 'object') {
    shape.objects += 1
    for (const [name, inner] of Object.entries(value as object)) {
      const known = shape.properties.get(name) ?? emptyShape()
      shape.properties.set(name, known)
      addSample(known, inner)
    }
  }
}

function kindOf(value: unknown): Kind {
  switch (typeof value) {
    case 'boolean':
      return 'boolean'
    case 'bigint':
      return 'bigint'
    case 'number':
      if (!Number.isInteger(value)) return 'float'
      return Math.abs(value) < 2 ** 31 ? 'int' : 'bigint'
    case 'string':
      return kindOfText(value)
    default:
      return Array.isArray(value) ? 'list' : 'object'
  }
}

function kindOfText(text: string): Kind {
  return TEXT_KINDS.find(([, scalar]) => takes(scalar, text))?.[0] ?? 'text'
}

function takes(scalar: ScalarCoercion, text: string): boolean {
  try {
    scalar.input(text)
    return true
  } catch {
    return false
  }
}
