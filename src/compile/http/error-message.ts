import type { Path } from '../../plan/path.ts'
import type { Report } from '../problem-list.ts'
import { readDirectivePath } from '../template/compile-template.ts'

/** Compiles `error: { message: "error.message" }`: where a failing answer holds the text that clients are shown. */
export function compileErrorMessage(error: unknown, argument: string, report: Report): Path | undefined {
  if (typeof error !== 'object' || error === null || !('message' in error)) return undefined
  return typeof error.message === 'string' ? readDirectivePath(error.message, `${argument}.message`, report) : undefined
}
