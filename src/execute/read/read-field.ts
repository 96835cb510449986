import { evaluateTemplate } from '../../plan/evaluate.ts'
import { asGlobalId } from '../../plan/global-id.ts'
import { NOBODY } from '../../plan/nobody.ts'
import { readAs } from '../../plan/notation.ts'
import type { FieldPlace } from '../../plan/operation/operation-plan.ts'
import { readPath, type WrongKind } from '../../plan/path.ts'
import { type Computed, isPath, type SourcePath, type SourcePaths } from '../../plan/source-path.ts'
import { TemplateValueError } from '../../plan/template-value-error.ts'
import { asFieldError, wrongShape } from '../../result/field-error.ts'

/** An object, and the source that answered it. */
interface SourceObject {
  readonly value: unknown
  readonly source: string
}

/**
 * What an object says at a field, or what is made from what it says; a SourceError where it says something of another kind.
 * `orAbsent` stands for what may be absent, as the path says.
 */
export function readField(
  object: unknown,
  paths: SourcePaths | undefined,
  source: string,
  orAbsent: unknown = null,
): unknown {
  return readSourcePath(object, paths?.get(source), insteadOf(source), orAbsent)
}

/** What stands in the place of what a source did not say so. */
interface Instead {
  readonly source: string
  readonly wrong: WrongKind
}

function readSourcePath(object: unknown, path: SourcePath | undefined, instead: Instead, orAbsent: unknown): unknown {
  if (path === undefined) return object
  if (isPath(path)) return readPath(object, path, instead.wrong, orAbsent)
  if (path.kind === 'computed') return compute(object, path, instead)
  return readAs(path.as, readPath(object, path.path, instead.wrong, orAbsent), instead.wrong)
}

const insteads = new Map<string, Instead>()

function insteadOf(source: string): Instead {
  const known = insteads.get(source)
  if (known) return known
  const instead: Instead = { source, wrong: expected => wrongShape(expected, source) }
  insteads.set(source, instead)
  return instead
}

/** What a place reads where what it reads may be absent. */
function absentAt({ shape }: Pick<FieldPlace, 'shape'>): readonly [] | null {
  return shape.kind === 'list' ? EMPTY : null
}

const EMPTY = [] as const

/** What an object says at a place, as clients know it. */
export function readPlace(object: unknown, place: FieldPlace, source: string): unknown {
  const { field } = place
  const value = readField(object, field?.paths, source, absentAt(place))
  return field?.globalIdOf === undefined ? value : asGlobalId(field.globalIdOf, value)
}

/** What each object says at a place, or why it can't be told. */
export function readFields(place: FieldPlace, objects: readonly SourceObject[]): unknown[] {
  const type = place.field?.globalIdOf
  const values = readEach(place, objects)
  return type === undefined ? values : values.map(value => asGlobalId(type, value))
}

function readEach(place: FieldPlace, objects: readonly SourceObject[]): unknown[] {
  const orAbsent = absentAt(place)
  let instead: Instead | undefined
  let path: SourcePath | undefined
  return objects.map(({ value, source }) => {
    if (source !== instead?.source) {
      instead = insteadOf(source)
      path = place.field?.paths.get(source)
    }
    try {
      return readSourcePath(value, path, instead, orAbsent)
    } catch (error) {
      return asFieldError(error)
    }
  })
}

/** Text around an absent or null value makes it null; a list or an object in the text is a SourceError. */
function compute(object: unknown, { template, reads }: Computed, { source, wrong }: Instead): unknown {
  const key = reads.map(path => readPath(object, path, wrong))
  const failed = key.find(value => value instanceof Error)
  if (failed) return failed
  try {
    return evaluateTemplate(template, { args: {}, key, batch: [], client: NOBODY })
  } catch (error) {
    if (error instanceof TemplateValueError) return wrongShape('a scalar', source)
    throw error
  }
}
