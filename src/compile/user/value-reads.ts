import type { Path } from '../../plan/path.ts'
import type { TypePlan } from '../../plan/schema-plan.ts'
import { isPath } from '../../plan/source-path.ts'

/**
 * What tells of the values of a type's objects other than by their fields: an input field that filters or orders by them, a field
 * whose cursors hold them, or one that is made from them.
 */
export interface ValueRead {
  /** The coordinate of the field or input field. */
  readonly at: string
  readonly type: string
  /** The field of the type that it is called as; undefined where it names what it reads. */
  readonly field?: string
  /** What it reads of the source's objects. */
  readonly path: Path
  readonly source: string
}

/** Gathers what values could be guessed or read by that a user may not see. */
export class ValueReads {
  readonly #reads = new Map<string, ValueRead>()

  get list(): readonly ValueRead[] {
    return [...this.#reads.values()]
  }

  add(read: ValueRead): void {
    this.#reads.set(JSON.stringify(read), read)
  }
}

/** What the computed fields of a type are made from. */
export function computedReads({ name, fields }: TypePlan): readonly ValueRead[] {
  return [...fields.values()].flatMap(({ coordinate, paths }) =>
    [...paths].flatMap(([source, path]) => {
      const reads = !isPath(path) && path.kind === 'computed' ? path.reads : []
      return reads.map(read => ({ at: coordinate, type: name, path: read, source }))
    }),
  )
}
