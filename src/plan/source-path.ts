import type { Path } from './path.ts'
import type { Template } from './template.ts'

/** Where a field stands in an answer, or how it is made from what stands there. */
export type SourcePath = Path | Computed

/** A field that is made from others of the answer. */
export interface Computed {
  readonly kind: 'computed'
  readonly template: Template
  /** Where the value of each `$this` in the template stands, by its index. */
  readonly reads: readonly Path[]
}

/** Where a name stands in an answer, by the source that gave the answer. */
export type SourcePaths = ReadonlyMap<string, SourcePath>

export function isComputed(path: SourcePath): path is Computed {
  return 'template' in path
}

/** All places in an answer that a field is made from. */
export function readsOf(path: SourcePath | undefined): readonly Path[] {
  if (path === undefined) return [[]]
  return isComputed(path) ? path.reads : [path]
}

/** The one place in an answer where a field stands; undefined for one that is computed. */
export function fixedPath(path: SourcePath | undefined): Path | undefined {
  return path === undefined || isComputed(path) ? undefined : path
}
