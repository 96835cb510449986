import type { DirectiveUse } from '../schema/definition.ts'
import type { Position, Problem } from '../schema/problem.ts'

/** Collects every mistake of a schema, so that all are told at once. */
export class ProblemList {
  readonly list: Problem[] = []
  readonly #faulty: ReadonlySet<string>

  /** Of `faulty` coordinates enough has been told: what else seems wrong there may only follow from it. */
  constructor(faulty: ReadonlySet<string> = new Set()) {
    this.#faulty = faulty
  }

  add(coordinate: string, position: Position, message: string, suggestion: string): void {
    this.#push('error', coordinate, position, message, suggestion)
  }

  /** What can be served, and may not be what its author wants. */
  warn(coordinate: string, position: Position, message: string, suggestion: string): void {
    this.#push('warning', coordinate, position, message, suggestion)
  }

  #push(
    severity: Problem['severity'],
    coordinate: string,
    { file, line, column }: Position,
    message: string,
    suggestion: string,
  ): void {
    if (this.#faulty.has(withoutArgument(coordinate))) return
    this.list.push({ coordinate, file, line, column, message, suggestion, severity })
  }

  /** Whether something is wrong at the coordinate, by now. */
  has(coordinate: string): boolean {
    const isError = (each: Problem) => each.coordinate === coordinate && each.severity === 'error'
    return this.#faulty.has(coordinate) || this.list.some(isError)
  }
}

/** `Query.posts(limit:)` is part of `Query.posts`. */
function withoutArgument(coordinate: string): string {
  return coordinate.replace(/\(.*$/s, '')
}

/** Says what is wrong in one directive, at the argument that is wrong, and what to do instead. */
export type Report = (argument: string | undefined, message: string, suggestion: string) => void

export function reporter(problems: ProblemList, use: DirectiveUse): Report {
  return (argument, message, suggestion) =>
    problems.add(use.coordinate, argumentPosition(use, argument), message, suggestion)
}

/** Tells what can be served, and may not be meant. */
export function warner(problems: ProblemList, use: DirectiveUse): Report {
  return (argument, message, suggestion) =>
    problems.warn(use.coordinate, argumentPosition(use, argument), message, suggestion)
}

/** Where an argument (`where.id`) stands, or the nearest thing around it that is written. */
export function argumentPosition(use: DirectiveUse, argument = ''): Position {
  for (let path = argument; path !== ''; path = path.slice(0, Math.max(path.lastIndexOf('.'), 0))) {
    const found = use.argumentPositions.get(path)
    if (found) return found
  }
  return use.position
}
