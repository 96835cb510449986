import type { DirectiveUse } from '../schema/definition.ts'
import type { Position, Problem } from '../schema/problem.ts'

/** Collects every mistake of a schema, so that all are told at once. */
export class Problems {
  readonly list: Problem[] = []

  add(coordinate: string, position: Position, message: string, suggestion?: string): void {
    const { file, line, column } = position
    const problem = { coordinate, file, line, column, message, severity: 'error' as const }
    this.list.push(suggestion === undefined ? problem : { ...problem, suggestion })
  }
}

/** Says what is wrong in one directive, at the argument that is wrong. */
export type Report = (argument: string | undefined, message: string, suggestion?: string) => void

export function reporter(problems: Problems, coordinate: string, use: DirectiveUse): Report {
  return (argument, message, suggestion) => {
    const position = argument === undefined ? use.position : argumentPosition(use, argument)
    problems.add(coordinate, position, message, suggestion)
  }
}

function argumentPosition(use: DirectiveUse, argument: string): Position {
  for (let path = argument; path !== ''; path = path.slice(0, Math.max(path.lastIndexOf('.'), 0))) {
    const found = use.argumentPositions.get(path)
    if (found) return found
  }
  return use.position
}
