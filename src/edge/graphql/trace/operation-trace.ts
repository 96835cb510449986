import type { ExecutionObserver } from '../../../execute/execution-observer.ts'
import type { ShowAnswer, ShownAnswer } from '../../../observe/shown-answer.ts'
import type { FieldPlace, Selection } from '../../../plan/operation/operation-plan.ts'
import type { CallAnswer } from '../../../source/call-answer.ts'
import type { CallObserver, CallPlace, CallRecord, CallTry } from '../../../source/call-record.ts'
import type { EmptyCounts } from '../../../source/empty-slot.ts'
import { SourceError } from '../../../source/source-error.ts'
import type { SourcePlan } from '../../../source/source-plan.ts'
import { AskedPlaces } from './asked-places.ts'

/** Most calls of a trace, tries of a call, and coordinates that were empty without a call. */
const MOST_CALLS = 500
const MOST_TRIES = 10
const MOST_EMPTY = 100
/** Most calls that are told to have come before another one: those that ended last, which it waited for. */
const MOST_BEFORE = 50
/** Most bytes of all answers together. */
const MOST_ANSWER_BYTES = 1_048_576

interface OperationTraceOptions {
  /** A call's text as it may be shown. */
  readonly redact: (text: string) => string
  /** Shows the answers of the calls; undefined where they are not asked for. */
  readonly showAnswer: ShowAnswer | undefined
  /** When the request began, of `performance.now()`, and how long its document took to be read and validated. */
  readonly start: number
  readonly parse: number
}

/** What is told of one operation: its calls, and where its time went. The shape is that of `extensions.trace`, version 1. */
export class OperationTrace implements CallObserver, ExecutionObserver {
  readonly #options: OperationTraceOptions
  readonly #places = new AskedPlaces()
  readonly #records: CallRecord[] = []
  readonly #empty = new Map<string, { place: CallPlace; why: EmptyCounts }>()
  readonly #raw = new Map<CallRecord, CallAnswer>()
  readonly #answers = new Map<CallRecord, ShownAnswer>()
  readonly onAnswer: CallObserver['onAnswer']
  readonly #executed = performance.now()
  #planned: number | undefined
  #write = 0
  #calls = 0
  /** The calls that are told, in the order in which they were wanted. */
  #told: readonly CallRecord[] | undefined

  constructor(options: OperationTraceOptions) {
    this.#options = options
    const keep: CallObserver['onAnswer'] = (record, answer) => {
      if (this.#raw.size < MOST_CALLS) this.#raw.set(record, answer)
    }
    if (options.showAnswer) this.onAnswer = keep
  }

  onCall(record: CallRecord): void {
    this.#calls += 1
    if (this.#records.length < MOST_CALLS) this.#records.push(record)
  }

  onUnasked(place: CallPlace, nulls: EmptyCounts): void {
    const known = this.#empty.get(place.coordinate)
    if (known) known.why = sum(known.why, nulls)
    else if (this.#empty.size < MOST_EMPTY) this.#empty.set(place.coordinate, { place, why: nulls })
  }

  onPlan(root: Selection): void {
    this.#planned = performance.now()
    this.#places.begin(root)
  }

  onAsk(place: FieldPlace, plan: SourcePlan): void {
    this.#places.ask(place, plan)
  }

  onObjects(place: FieldPlace, selection: Selection): void {
    this.#places.lead(place, selection)
  }

  onWritten(milliseconds: number): void {
    this.#write += milliseconds
  }

  /** Which of the calls an error is of. */
  callOf(error: unknown): number | undefined {
    const at = error instanceof SourceError ? this.#sorted().findIndex(record => record.error === error) : -1
    return at < 0 ? undefined : at
  }

  /** Makes what is shown of the answers, in steps: each is looked through for secrets. */
  *readAnswers(): Generator<void, void> {
    const { showAnswer } = this.#options
    if (!showAnswer) return
    let room = MOST_ANSWER_BYTES
    for (const [record, answer] of this.#raw) {
      const { shown, bytes } = showAnswer(answer, room)
      room -= bytes
      this.#answers.set(record, shown)
      yield
    }
  }

  toJSON(): object {
    const { start, parse } = this.#options
    const now = performance.now()
    const planned = this.#planned ?? now
    const records = this.#sorted()
    const byPlan = Map.groupBy(records.keys(), at => (records[at] as CallRecord).plan)
    const time = {
      parse,
      plan: planned - this.#executed,
      execute: now - planned - this.#write,
      write: this.#write,
      total: now - start,
    }
    const more = this.#calls - records.length
    return {
      version: 1,
      time: rounded(time),
      calls: records.map(record => this.#describe(record, records, byPlan)),
      ...(more > 0 && { moreCalls: more }),
      ...(this.#empty.size > 0 && {
        empty: [...this.#empty.values()].map(({ place: { source, coordinate }, why }) => ({ source, coordinate, why })),
      }),
    }
  }

  #sorted(): readonly CallRecord[] {
    this.#told ??= this.#records.toSorted((a, b) => a.start - b.start)
    return this.#told
  }

  #describe(
    record: CallRecord,
    records: readonly CallRecord[],
    byPlan: ReadonlyMap<SourcePlan | undefined, readonly number[]>,
  ): object {
    const { source, coordinate, plan, text, keys, start, duration, queued, tries, bytes, rows, failure, nulls } = record
    const endOf = (at: number) => (records[at] as CallRecord).start + (records[at] as CallRecord).duration
    const before = plan ? [...this.#places.plansBefore(plan)].flatMap(each => byPlan.get(each) ?? []) : []
    const answer = this.#answers.get(record)
    const last = before.filter(at => endOf(at) <= start).sort((a, b) => endOf(b) - endOf(a))
    return {
      source,
      coordinate,
      text: this.#options.redact(text),
      keys,
      ...rounded({ start: start - this.#options.start, duration, ...(queued > 0 && { queued }) }),
      tries: tries.slice(0, MOST_TRIES).map(each => this.#describeTry(each)),
      ...(tries.length > MOST_TRIES && { moreTries: tries.length - MOST_TRIES }),
      ...(bytes !== undefined && { bytes }),
      ...(rows !== undefined && { rows }),
      ...(record.joined && { joined: true }),
      ...(record.cached && { cached: true }),
      ...(record.refusedByCircuit && { refusedByCircuit: true }),
      ...(failure !== undefined && { error: failure }),
      ...(nulls && { empty: nulls }),
      feeds: plan ? this.#places.positionsOf(plan) : [],
      after: last.slice(0, MOST_BEFORE).sort((a, b) => a - b),
      ...(answer && { answer }),
    }
  }

  #describeTry({ start, duration, status, error }: CallTry): object {
    const isOpen = Number.isNaN(duration)
    return {
      ...rounded({ start: start - this.#options.start, ...(!isOpen && { duration }) }),
      ...(status !== undefined && { status }),
      ...(error !== undefined && { error }),
    }
  }
}

/** Milliseconds to the microsecond. */
function rounded<T extends Readonly<Record<string, number>>>(times: T): T {
  return Object.fromEntries(Object.entries(times).map(([name, time]) => [name, Math.round(time * 1_000) / 1_000])) as T
}

function sum(some: EmptyCounts, more: EmptyCounts): EmptyCounts {
  const all: Record<string, number> = { ...some }
  for (const [why, count] of Object.entries(more)) all[why] = (all[why] ?? 0) + count
  return all
}
