/** A place in a schema file; line and column count from 1. */
export interface Position {
  /** The file's path, as it was given. */
  readonly file: string
  readonly line: number
  readonly column: number
}

/** The position as editors and terminals know it, `schema.graphql:4:18`. */
export function printPosition({ file, line, column }: Position): string {
  return `${file}:${line}:${column}`
}

/** One mistake in a schema, with all that its author needs to mend it. */
export interface Problem extends Position {
  /** Schema coordinate (`Query.posts`, `User`), or empty for the document as a whole. */
  readonly coordinate: string
  readonly message: string
  /** What to do instead. */
  readonly suggestion?: string
  readonly severity: 'error' | 'warning'
}

/** Whether one of them keeps a schema from being served. */
export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some(({ severity }) => severity === 'error')
}

/**
 * The schema can't be served; `message` is every problem, a line each.
 *
 * @example
 * ```ts
 * import { createSchema, SchemaProblems } from 'sluice'
 *
 * try {
 *   await createSchema({ schemaPath: 'wrong.graphql', environment: process.env })
 * } catch (error) {
 *   if (error instanceof SchemaProblems) console.log(error.problems.map(problem => problem.coordinate).join()) // Query.posts
 * }
 * ```
 */
export class SchemaProblems extends Error {
  override readonly name = 'SchemaProblems'
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    super(printProblems(problems))
    this.problems = problems
  }
}

/**
 * `schema.graphql:12:3 error Query.posts: what is wrong. What to do.`, a line a problem, in the order of each file.
 *
 * @example
 * ```ts
 * import { printProblems } from 'sluice'
 *
 * const problem = { file: 'a.graphql', line: 1, column: 2, coordinate: 'User', message: 'what is wrong.' } as const
 * console.log(printProblems([{ ...problem, severity: 'error' }])) // a.graphql:1:2 error User: what is wrong.
 * ```
 */
export function printProblems(problems: readonly Problem[]): string {
  return sortProblems(problems).map(printProblem).join('\n')
}

/** In the order of each file. */
export function sortProblems(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort((a, b) => compareTexts(a.file, b.file) || a.line - b.line || a.column - b.column)
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

function printProblem({ file, line, column, severity, coordinate, message, suggestion }: Problem): string {
  const what = coordinate ? `${coordinate}: ${message}` : message
  return `${printPosition({ file, line, column })} ${severity} ${what}${suggestion ? ` ${suggestion}` : ''}`
}
