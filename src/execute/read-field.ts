import { evaluateTemplate, TemplateValueError } from '../plan/evaluate.ts'
import { readPath } from '../plan/path.ts'
import { type Computed, isComputed, type SourcePaths } from '../plan/source-path.ts'
import { wrongShape } from '../result/field-error.ts'

/** What an object says at a field, or what is made from what it says. */
export function readField(object: unknown, paths: SourcePaths | undefined, source: string): unknown {
  const path = paths?.get(source)
  if (path === undefined) return object
  return isComputed(path) ? compute(object, path, source) : readPath(object, path)
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
