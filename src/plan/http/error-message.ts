import { readDirectivePath } from '../compile-template.ts'
import type { Path } from '../path.ts'
import type { Report } from '../problems.ts'

/** Compiles `error: { message: "error.message" }`: where a failing answer holds the text that clients are shown. */
export function compileErrorMessage(error: unknown, argument: string, report: Report): Path | undefined {
  if (typeof error !== 'object' || error === null || !('message' in error)) return undefined
  return typeof error.message === 'string' ? readDirectivePath(error.message, `${argument}.message`, report) : undefined
}
