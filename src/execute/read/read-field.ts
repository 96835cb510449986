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
  return readSourcePath(object, paths?.get(source), { source, wrong: wrongKind(source), orAbsent })
}

/** What stands in the place of what is not there. */
interface Instead {
  readonly source: string
  readonly wrong: WrongKind
  readonly orAbsent: unknown
}

function readSourcePath(object: unknown, path: SourcePath | undefined, instead: Instead): unknown {
  if (path === undefined) return object
  if (isPath(path)) return readPath(object, path, instead.wrong, instead.orAbsent)
  if (path.kind === 'computed') return compute(object, path, instead)
  return readAs(path.as, readPath(object, path.path, instead.wrong, instead.orAbsent), instead.wrong)
}

const wrongKinds = new Map<string, WrongKind>()

function wrongKind(source: string): WrongKind {
  let wrong = wrongKinds.get(source)
  if (!wrong) {
    wrong = expected => wrongShape(expected, source)
    wrongKinds.set(source, wrong)
  }
  return wrong
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
      instead = { source, wrong: wrongKind(source), orAbsent }
      path = place.field?.paths.get(source)
    }
    try {
      return readSourcePath(value, path, instead)
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
