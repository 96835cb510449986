import type { Path } from '../../plan/path.ts'
import type { Report } from '../problem-list.ts'
import { readDirectivePath } from '../template/compile-template.ts'

/** Where in what is said of a user the scopes stand; undefined for where they usually do. Reports what can't be read. */
export function compileScopes(text: unknown, report: Report): Path | undefined {
  // Another type has been reported.
  return typeof text === 'string' ? readDirectivePath(text, 'scopes', report) : undefined
}
