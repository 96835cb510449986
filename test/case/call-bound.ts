import type { QueryPlan } from '../../src/execute/explain/query-plan.ts'
import { isObject } from '../../src/plan/is-object.ts'

/** What an answer tells of the calls behind it, where it was asked for trace and plan. */
export interface Told {
  readonly data?: unknown
  readonly errors?: readonly unknown[]
  readonly extensions?: {
    readonly queryPlan: QueryPlan
    readonly trace: { readonly calls: readonly TracedCall[]; readonly moreCalls?: number; readonly empty?: object }
  }
}

interface TracedCall {
  readonly coordinate: string
  readonly tries: readonly unknown[]
  readonly empty?: object
}

/**
 * How many calls were sent, tries of one call once; what the gateway asks for itself is none of an operation, and what `resolvers` of
 * one's own ask is in no plan.
 */
export function callsSent({ trace, queryPlan }: NonNullable<Told['extensions']>, resolvers: boolean): number {
  const planned = new Set(queryPlan.steps.map(({ coordinate }) => coordinate))
  const sent = trace.calls.filter(
    ({ coordinate, tries }) =>
      tries.length > 0 && !coordinate.startsWith('@') && (!resolvers || planned.has(coordinate)),
  )
  return sent.length + (trace.moreCalls ?? 0)
}

/** The bound, with the lengths that lists of the answer have where nobody knew them; undefined where the answer does not show them. */
export function boundOf({ data, errors, extensions }: Told): number | undefined {
  if (!extensions) return undefined
  const { calls, lists, operation } = extensions.queryPlan
  // What of a transaction was done again for a conflict is a try, and stands in the trace as calls of its own.
  if (errors && operation === 'mutation') return undefined
  if (calls.most !== null) return calls.most
  // Of what is empty for want of an answer, items are missing in the lists.
  if (extensions.trace.calls.some(call => call.empty) || extensions.trace.empty) return undefined
  const lengths = new Map(lists.map(({ name, most }) => [name, most ?? longest(data, name.split('.'))]))
  return evaluate(calls.formula, lengths)
}

/** The longest list at a position, whatever lists are on the way; undefined where the answer has none, as of a list of keys. */
function longest(value: unknown, [name, ...rest]: readonly string[]): number | undefined {
  if (name === undefined) return Array.isArray(value) ? value.length : undefined
  const items = Array.isArray(value) ? value.flat(Number.POSITIVE_INFINITY) : [value]
  const found = items.flatMap(item => (isObject(item) ? (longest(item[name], rest) ?? []) : []))
  return found.length > 0 ? Math.max(...found) : undefined
}

/** Numbers, names, `+`, `*`, `ceil(a / b)` and `max(a, b)`. */
function evaluate(formula: string, lengths: ReadonlyMap<string, number | undefined>): number | undefined {
  const numbers = formula.replaceAll(/[A-Za-z_][\w.[\]]*/g, name =>
    name === 'ceil' || name === 'max' ? `Math.${name}` : String(lengths.get(name) ?? Number.NaN),
  )
  const value: unknown = new Function(`return ${numbers}`)()
  return typeof value === 'number' && !Number.isNaN(value) ? value : undefined
}
