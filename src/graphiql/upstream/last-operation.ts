import { objectOf } from '../json-values.ts'
import { createStore } from '../store.ts'
import { readTrace, type Trace } from './trace.ts'

/** Where an operation asks for its trace. */
const HEADER = 'x-sluice-trace'

/** The last operation that was answered. */
interface LastOperation {
  /** The answer as it is shown. */
  readonly answer: object
  /** Undefined where the answer came without one. */
  readonly trace: Trace | undefined
  /** The call that is looked at, by its place in the trace. */
  readonly selected: number | undefined
}

/** Undefined before the first one. */
export const lastOperation = createStore<LastOperation | undefined>(undefined)

/** The header that asks for a trace; undefined where nothing is to be `asked`, or the reader's own `headers` say it. */
export function asksForTrace(
  asked: string | undefined,
  headers: Readonly<Record<string, string>> = {},
): Record<string, string> | undefined {
  if (asked === undefined || Object.keys(headers).some(name => name.toLowerCase() === HEADER)) return undefined
  return { [HEADER]: asked }
}

/** Keeps the trace of an answer, and gives the answer as it is to be shown: without the trace, where it is the page that has asked. */
export function tellAnswer(answer: object, isAskedByPage: boolean): object {
  const shown = isAskedByPage ? withoutTrace(answer) : answer
  lastOperation.set({ answer: shown, trace: readTrace(answer), selected: undefined })
  return shown
}

function withoutTrace(answer: object): object {
  const { extensions, ...rest } = answer as Readonly<Record<string, unknown>>
  const { trace, ...others } = objectOf(extensions)
  if (trace === undefined) return answer
  return Object.keys(others).length > 0 ? { ...rest, extensions: others } : rest
}
