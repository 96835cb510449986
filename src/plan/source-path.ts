import type { Notation } from '../schema/notations.ts'
import type { Path } from './path.ts'
import type { Template } from './template.ts'

/** Where a field stands in an answer, or how it is made from what stands there. */
export type SourcePath = Path | Computed | Notated

/** A field that is made from others of the answer. */
export interface Computed {
  readonly kind: 'computed'
  readonly template: Template
  /** Where the value of each `$this` in the template stands, by its index. */
  readonly reads: readonly Path[]
}

/** A field whose value the upstream writes in its own way. */
interface Notated {
  readonly kind: 'notated'
  readonly path: Path
  readonly as: Notation
}

/** Where a name stands in an answer, by the source that gave the answer. */
export type SourcePaths = ReadonlyMap<string, SourcePath>

export function isPath(path: SourcePath): path is Path {
  return Array.isArray(path)
}

/** All places in an answer that a field is made from. */
export function readsOf(path: SourcePath | undefined): readonly Path[] {
  if (path === undefined) return [[]]
  if (isPath(path)) return [path]
  return path.kind === 'computed' ? path.reads : [path.path]
}

/** The one place in an answer where a field stands as it is; undefined for one that is made of what stands there. */
export function fixedPath(path: SourcePath | undefined): Path | undefined {
  return path === undefined || !isPath(path) ? undefined : path
}
