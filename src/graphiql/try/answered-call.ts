import { count } from '../print.ts'
import type { Call } from '../upstream/trace.ts'

/** Which call of an operation: the first of a coordinate is number 0. The next run of the operation has it again. */
export interface CallId {
  readonly source: string
  readonly coordinate: string
  readonly number: number
}

/** A call whose answer may be tried. */
export interface AnsweredCall {
  readonly id: CallId
  /** What it is called in a list of all. */
  readonly label: string
  /** Its answer; undefined where there is none to be shown. */
  readonly text: string | undefined
  /** What is to be known of the answer, or why there is none. */
  readonly notes: readonly string[]
}

/** The calls of an operation, to choose from. */
export function answeredCalls(calls: readonly Call[]): readonly AnsweredCall[] {
  const seen = new Map<string, number>()
  return calls.map(call => {
    const { source, coordinate } = call
    const name = `${source} ${coordinate}`
    const number = seen.get(name) ?? 0
    seen.set(name, number + 1)
    const label = [name, number > 0 ? ` (${number + 1})` : '', call.error === undefined ? '' : `: ${call.error}`]
    return { id: { source, coordinate, number }, label: label.join(''), text: call.answer?.text, notes: notesOf(call) }
  })
}

export function isSameCall(one: CallId, other: CallId): boolean {
  return one.source === other.source && one.coordinate === other.coordinate && one.number === other.number
}

function notesOf({ answer, error }: Call): readonly string[] {
  const failed = error === undefined ? [] : [`It failed: ${error}.`]
  if (answer === undefined) return [...failed, 'It has no answer.']
  if (answer.text === undefined) return [...failed, 'Its answer is left out: it is too large.']
  const { items } = answer
  return items === undefined
    ? failed
    : [...failed, `The answer is larger: of each list the first ${count(items, 'item')} at most stand here.`]
}
