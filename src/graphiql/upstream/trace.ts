import { listOf, numberOf, objectOf, textOf } from '../json-values.ts'

/** Calls that a panel shows; the gateway tells of no more. */
const MOST_CALLS = 500

/** What was sent for a call; times in milliseconds since the request's start. */
export interface Try {
  readonly start: number
  /** Undefined where nobody waited for its end. */
  readonly duration: number | undefined
  readonly status: number | undefined
  readonly error: string | undefined
}

/** One call to a source; times in milliseconds since the request's start. */
export interface Call {
  /** Its place in the trace, which errors of the answer name. */
  readonly at: number
  readonly source: string
  readonly coordinate: string
  readonly text: string
  readonly keys: number
  readonly start: number
  readonly duration: number
  readonly queued: number
  readonly tries: readonly Try[]
  readonly moreTries: number
  readonly bytes: number | undefined
  readonly rows: number | undefined
  readonly joined: boolean
  readonly cached: boolean
  readonly refusedByCircuit: boolean
  readonly error: string | undefined
  readonly empty: ReadonlyMap<string, number>
  /** Response positions, as `posts[].author`. */
  readonly feeds: readonly string[]
  /** The calls that it waited for, all before it. */
  readonly after: readonly number[]
  /** What it was answered with; undefined where nothing came, or the trace has no answers. */
  readonly answer: Answer | undefined
}

/** What a call was answered with, as the gateway shows it. */
interface Answer {
  /** JSON on several lines, or the start of what is none; undefined where it is too large. */
  readonly text: string | undefined
  /** How many items of each list stand in it at most, where some were left out. */
  readonly items: number | undefined
}

/** `extensions.trace` of an answer, version 1 (docs/observability.md). */
export interface Trace {
  /** Milliseconds by what the gateway did, with `total`. */
  readonly time: Readonly<Record<string, number>>
  readonly calls: readonly Call[]
  readonly moreCalls: number
  /** What was empty without any call. */
  readonly empty: readonly { readonly coordinate: string; readonly why: ReadonlyMap<string, number> }[]
}

/** The trace of an answer; undefined where it has none of this version. What is missing in it, or of another kind, counts as absent. */
export function readTrace(answer: object): Trace | undefined {
  const { version, time, calls, moreCalls, empty } = objectOf(objectOf(objectOf(answer).extensions).trace)
  if (version !== 1) return undefined
  return {
    time: Object.fromEntries(countsOf(time)),
    calls: listOf(calls).slice(0, MOST_CALLS).map(readCall),
    moreCalls: numberOf(moreCalls) ?? 0,
    empty: listOf(empty)
      .map(objectOf)
      .map(({ coordinate, why }) => ({ coordinate: textOf(coordinate) ?? '', why: countsOf(why) })),
  }
}

function readCall(value: unknown, at: number): Call {
  const call = objectOf(value)
  return {
    at,
    source: textOf(call.source) ?? '',
    coordinate: textOf(call.coordinate) ?? '',
    text: textOf(call.text) ?? '',
    keys: numberOf(call.keys) ?? 0,
    start: numberOf(call.start) ?? 0,
    duration: numberOf(call.duration) ?? 0,
    queued: numberOf(call.queued) ?? 0,
    tries: listOf(call.tries).map(readTry),
    moreTries: numberOf(call.moreTries) ?? 0,
    bytes: numberOf(call.bytes),
    rows: numberOf(call.rows),
    joined: call.joined === true,
    cached: call.cached === true,
    refusedByCircuit: call.refusedByCircuit === true,
    error: textOf(call.error),
    empty: countsOf(call.empty),
    feeds: listOf(call.feeds).filter(each => typeof each === 'string'),
    // By these only, nothing can go in a circle.
    after: listOf(call.after).filter(each => typeof each === 'number' && each >= 0 && each < at) as number[],
    answer: call.answer === undefined ? undefined : readAnswer(objectOf(call.answer)),
  }
}

function readAnswer(answer: Readonly<Record<string, unknown>>): Answer {
  const { json, text, items } = answer
  return { text: json === undefined ? textOf(text) : JSON.stringify(json, null, 2), items: numberOf(items) }
}

function readTry(value: unknown): Try {
  const { start, duration, status, error } = objectOf(value)
  return {
    start: numberOf(start) ?? 0,
    duration: numberOf(duration),
    status: numberOf(status),
    error: textOf(error),
  }
}

function countsOf(value: unknown): ReadonlyMap<string, number> {
  return new Map(
    Object.entries(objectOf(value)).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  )
}
