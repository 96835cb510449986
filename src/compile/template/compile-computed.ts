import { type Path, printPath } from '../../plan/path.ts'
import type { Computed } from '../../plan/source-path.ts'
import type { Report } from '../problem-list.ts'
import { parseTemplate, type RawExpression, TemplateSyntaxError } from './parse-template.ts'
import { isResponseValue, RESPONSE_EXAMPLE, responsePath } from './response-path.ts'
import { ANYTHING, kindBehind, refusePath } from './value-kind.ts'

/** Whether the `from` of an `@map` computes a field, and is no path. */
export function isTemplate(from: string): boolean {
  return from.includes('{$')
}

/** Compiles a `from` like `"{$this.first} {$this.last}"`; undefined where it can't be read, which `checkComputed` reports. */
export function compileComputed(from: string): Computed | undefined {
  try {
    const reads: Path[] = []
    const template = parseTemplate(from).map(part => (typeof part === 'string' ? part : expressionOf(part, reads)))
    return { kind: 'computed', template, reads }
  } catch (error) {
    if (error instanceof TemplateSyntaxError) return undefined
    throw error
  }
}

function expressionOf({ root, path: behind, fallback, pipes }: RawExpression, reads: Path[]) {
  const path = root === 'response' ? responsePath(behind) : behind
  const known = reads.findIndex(each => printPath(each) === printPath(path))
  const index = known < 0 ? reads.push(path) - 1 : known
  return {
    from: { root: 'this' as const, index },
    ...(fallback === undefined ? {} : { fallback }),
    ...(pipes === undefined ? {} : { pipes }),
  }
}

/** Reports what is wrong in a `from` that computes a field. */
export function checkComputed(from: string, report: Report): void {
  try {
    for (const part of parseTemplate(from)) {
      if (typeof part === 'string') continue
      refusePath(part.pipes, false, 'from', report)
      kindBehind(ANYTHING, part.pipes, `$${part.root}.${printPath(part.path)}`, 'from', report)
      if (part.root === 'response') {
        const path = responsePath(part.path)
        if (!isResponseValue(path)) report('from', `"${printPath(path)}" is no part of an answer.`, RESPONSE_EXAMPLE)
      } else if (part.root !== 'this')
        report('from', `$${part.root} can't stand in a computed @map.`, 'Write {$this.name}, a name of the answer.')
      else if (part.path.length === 0) report('from', '$this needs a name behind it.', 'Write {$this.name}.')
    }
  } catch (error) {
    if (!(error instanceof TemplateSyntaxError)) throw error
    report('from', error.message, error.suggestion)
  }
}
