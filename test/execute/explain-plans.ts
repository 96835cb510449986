import { type Explained, explainOperation } from '../../src/execute/explain/explain-operation.ts'
import type { QueryPlan } from '../../src/execute/explain/query-plan.ts'
import { Loaders } from '../../src/load/loaders.ts'
import type { OperationPlans } from '../../src/plan/operation/operation-plans.ts'
import { atOnce } from '../../src/source/slices.ts'
import type { Source } from '../../src/source/source.ts'
import { callContext } from '../support/call-context.ts'

type Variables = Readonly<Record<string, unknown>>

/** The plan of an operation as it is told; undefined where its variables can't be coerced. */
function explainPlans(
  plans: OperationPlans,
  sources: ReadonlyMap<string, Source>,
  variables: Variables | undefined,
  assumed: ReadonlyMap<string, number> = new Map(),
): QueryPlan | undefined {
  const loaders = new Loaders(sources, callContext(), 'taken')
  const explained = atOnce(explainOperation(plans, { variables, loaders, assumed, redact: text => text }))
  return isExplained(explained) ? explained.plan : undefined
}

/** The same where all lists are as long as is said of them, by their names. */
export function explainWithLists(
  plans: OperationPlans,
  sources: ReadonlyMap<string, Source>,
  variables: Variables | undefined,
  lengthOf: (list: QueryPlan['lists'][number]) => number,
): QueryPlan | undefined {
  const lists = explainPlans(plans, sources, variables)?.lists ?? []
  const assumed = new Map(lists.map(list => [list.name, lengthOf(list)]))
  return explainPlans(plans, sources, variables, assumed)
}

function isExplained(explained: Explained | readonly Error[]): explained is Explained {
  return 'plan' in explained
}
