import type { CallContext } from './call-context.ts'
import type { CallDescription, LoadFacts } from './call-description.ts'
import type { CancelSignal } from './cancel.ts'
import type { Catalog } from './catalog.ts'
import type { SourceError } from './source-error.ts'
import type { Key, SourcePlan } from './source-plan.ts'

/** What one key's answer is: a value (`null` and `[]` where the upstream knows nothing of the key) or its error. */
export type Slot = unknown | SourceError

/** One write of a transaction. */
export interface TransactionStep {
  readonly plan: SourcePlan
  /** Its arguments, where they come of the answers of the steps before it; throws where there are none. */
  readonly argsAfter?: (answers: readonly Slot[]) => SourcePlan['args']
  /** Why an answer can't be taken, which undoes the transaction. */
  readonly refuse: (answer: Slot) => SourceError | undefined
}

/** How much a source has to do now. */
export interface SourceState {
  /** Tries or statements under way, and calls that wait for their turn. */
  readonly inFlight: number
  readonly waiting: number
  /** Whether its circuit is open; absent where it has none. */
  readonly isOpen?: boolean
  /** Connections that are open; absent where nobody counts them. */
  readonly connections?: number
}

/** An upstream that answers batches. */
export interface Source extends AsyncDisposable {
  /** One slot per key, in key order. A bad key never rejects the batch: its slot holds the SourceError. */
  load(plan: SourcePlan, keys: readonly Key[], call: CallContext): Promise<readonly Slot[]>
  /**
   * Does the steps one after the other in one transaction: all of it or nothing. One slot per step, in their order; all are
   * answers, or all are SourceErrors. Absent where the upstream has no transactions.
   */
  transaction?(steps: readonly TransactionStep[], call: CallContext): Promise<readonly Slot[]>
  /** What the upstream has (tables, columns, types); for `check`, and for converting values. */
  catalog?(signal: CancelSignal): Promise<Catalog>
  /** The calls of a load, without making them. */
  describe(plan: SourcePlan, facts: LoadFacts): CallDescription
  /** Absent where nobody knows. */
  state?(): SourceState
}
