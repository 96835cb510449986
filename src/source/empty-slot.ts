import type { ConnectionAnswer } from './connection-answer.ts'
import { emptyPage } from './empty-page.ts'

/** Why a slot is empty, and what has happened, for people. A closed list. */
export const EMPTY_WHYS = {
  null_key: 'A value that the key or URL needs of the parent is null or absent, so the source was not asked for it.',
  no_keys: "The parent's list of keys is empty, so nothing was asked.",
  empty_path: 'A value in the path is null, empty, `.` or `..`, so no request was sent.',
  empty_list: 'A list in the query is empty, so no request was sent: without it, the query would ask for more.',
  unfit_key: 'The column of the key can hold no such value (`abc` in a column of numbers), so no row has it.',
  unmet_where: 'The conditions can be met by no row (an empty list, a value that the column can not hold).',
  not_found: 'The API answered 404.',
  empty_answer: 'The API answered 204 or an empty body.',
  absent_value: "The API's answer has nothing at `select`, where there may be nothing (`?`).",
  null_answer: "The source's answer for the key is null.",
  no_item: "The API's answer has no item for the key.",
  no_row: 'The database has no row for the key.',
} as const

export type EmptyWhy = keyof typeof EMPTY_WHYS

/** How many slots are empty for which reason. */
export type EmptyCounts = Readonly<Partial<Record<EmptyWhy, number>>>

/** Where empty slots are counted. */
export interface EmptyCounter {
  count(why: EmptyWhy, slots?: number): void
}

/** Nothing to read, or nothing to ask for. */
export class NoAnswer {
  readonly why: EmptyWhy

  constructor(why: EmptyWhy) {
    this.why = why
  }
}

type Computed = Readonly<Record<string, unknown>> | readonly []

interface Answering {
  /** Whether the answer per key is a list. */
  readonly list: boolean
  /** What it is a page of, if anything. */
  readonly page?: unknown
  /** What is computed over a list, beside a page of it or instead. */
  readonly aggregate?: { readonly empty: Computed } | undefined
}

/** What a key is for which there is nothing. */
export function emptySlot(
  { list, page, aggregate }: Answering,
  why: EmptyWhy,
  counter: EmptyCounter,
): ConnectionAnswer | Computed | [] | null {
  counter.count(why)
  if (page) return { ...emptyPage(), aggregate: aggregate?.empty }
  if (aggregate) return aggregate.empty
  return list ? [] : null
}
