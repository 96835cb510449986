import { evaluateTemplate, TemplateValueError } from '../../plan/evaluate.ts'
import { readPath } from '../../plan/path.ts'
import { type Computed, isComputed, type SourcePath, type SourcePaths } from '../../plan/source-path.ts'
import { asFieldError, wrongShape } from '../../result/field-error.ts'

/** An object, and the source that answered it. */
interface SourceObject {
  readonly value: unknown
  readonly source: string
}

/** What an object says at a field, or what is made from what it says. */
export function readField(object: unknown, paths: SourcePaths | undefined, source: string): unknown {
  return readSourcePath(object, paths?.get(source), source)
}

function readSourcePath(object: unknown, path: SourcePath | undefined, source: string): unknown {
  if (path === undefined) return object
  return isComputed(path) ? compute(object, path, source) : readPath(object, path)
}

/** What each object says at a field, or why it can't be told. */
export function readFields(paths: SourcePaths | undefined, objects: readonly SourceObject[]): unknown[] {
  let last: string | undefined
  let path: SourcePath | undefined
  return objects.map(({ value, source }) => {
    if (source !== last) {
      last = source
      path = paths?.get(source)
    }
    try {
      return readSourcePath(value, path, source)
    } catch (error) {
      return asFieldError(error)
    }
  })
}

const NO_HEADERS: ReadonlyMap<string, string> = new Map()

/** Text around an absent or null value makes it null; a list or an object in the text is a SourceError. */
function compute(object: unknown, { template, reads }: Computed, source: string): unknown {
  const key = reads.map(path => readPath(object, path))
  const failed = key.find(value => value instanceof Error)
  if (failed) return failed
  try {
    return evaluateTemplate(template, { args: {}, key, batch: [], headers: NO_HEADERS })
  } catch (error) {
    if (error instanceof TemplateValueError) return wrongShape('a scalar', source)
    throw error
  }
}
