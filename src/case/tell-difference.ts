import { diff, isDeepStrictEqual } from 'node:util'
import type { Seen } from './play-case.ts'

/** Lines around a change that are shown with it. */
const CONTEXT = 3

/** What was seen otherwise than a case says, as lines for people: `-` is what it says, `+` what was seen. None where all is as it says. */
export function tellDifference(seen: Seen, expected: Seen): readonly string[] {
  const lines: string[] = []
  const part = (title: string, was: readonly string[], should: readonly string[]) => {
    const changes = changedLines(was, should)
    if (changes.length > 0) lines.push(`  ${title}:`, ...changes.map(line => `    ${line}`))
  }
  part('problems', (seen.problems ?? '').split('\n'), (expected.problems ?? '').split('\n'))
  for (const [at, answer] of expected.answers.entries()) {
    const title = expected.answers.length === 1 ? 'answer' : `answer ${at + 1}`
    part(title, (seen.answers[at] ?? 'none').split('\n'), answer.split('\n'))
  }
  part('bounds', seen.bounds.map(printBound), expected.bounds.map(printBound))
  part('calls', seen.calls, expected.calls)
  for (const [at, statements] of expected.statements.entries())
    part('statements', seen.statements[at] ?? [], statements)
  if (seen.notInLog.length > 0) lines.push('  not in the log:', ...seen.notInLog.map(text => `    - ${text}`))
  return lines
}

function printBound(bound: string | undefined): string {
  return bound ?? 'none'
}

type Sign = ' ' | '+' | '-'

/** Those that have changed, with what is around them. */
function changedLines(seen: readonly string[], expected: readonly string[]): readonly string[] {
  const steps = signed(seen, expected)
  const changed = steps.flatMap(([sign], at) => (sign === ' ' ? [] : [at]))
  const shown = new Set(
    changed.flatMap(at => Array.from({ length: 2 * CONTEXT + 1 }, (_, near) => at - CONTEXT + near)),
  )
  return steps.flatMap(([sign, line], at) => {
    if (!shown.has(at)) return []
    const isApart = at > 0 && !shown.has(at - 1)
    return [...(isApart ? ['…'] : []), `${sign} ${line}`]
  })
}

/** All lines with their signs; in what has changed, those that are missing first. */
function signed(seen: readonly string[], expected: readonly string[]): readonly (readonly [Sign, string])[] {
  const steps: [Sign, string][] = []
  let more: [Sign, string][] = []
  // Node's fails where there is nothing on both sides.
  for (const [operation, line] of isDeepStrictEqual(seen, expected) ? [] : diff(seen, expected)) {
    if (operation > 0) more.push(['+', line])
    else if (operation < 0) steps.push(['-', line])
    else {
      steps.push(...more, [' ', line])
      more = []
    }
  }
  return [...steps, ...more]
}
