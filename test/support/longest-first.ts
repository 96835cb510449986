import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Small files that run long; those of a folder count as one. */
const LONG = [
  'test/case/',
  'test/import/shop-queries',
  'test/build/',
  'test/execute/oracle',
  'test/command/',
  'test/client/',
]

/**
 * Starts what runs long first, so that all processes end together. Vitest does so by the times of the last run; a fresh
 * clone knows only the sizes of the files.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    if (files.some(file => this.ctx.cache.getTestSpecificationResult(file))) return sorted
    const rank = ({ moduleId }: TestSpecification) => {
      const path = relative(this.ctx.config.root, moduleId)
      return LONG.some(prefix => path.startsWith(prefix)) ? 0 : 1
    }
    return sorted.sort((a, b) => rank(a) - rank(b))
  }
}
