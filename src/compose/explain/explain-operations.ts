import type { Config } from '../../config/config.ts'
import { createPrepare, type Prepare } from '../../edge/graphql/prepare.ts'
import { isRefusal } from '../../edge/graphql/refusal.ts'
import { explainOperation } from '../../execute/explain/explain-operation.ts'
import type { QueryPlan } from '../../execute/explain/query-plan.ts'
import { Loaders } from '../../load/loaders.ts'
import { createLog } from '../../observe/log.ts'
import { createRedaction } from '../../observe/redact.ts'
import type { OperationPlans } from '../../plan/operation/operation-plans.ts'
import { operationLimits } from '../../plan/operation-limits.ts'
import { atOnce } from '../../source/slices.ts'
import { compileFile } from '../compile-file.ts'
import { openSources } from '../open-sources.ts'
import { NO_REQUEST } from './no-request.ts'
import { type NamedText, readOperations } from './read-operations.ts'

export interface ExplainRequest {
  readonly config: Pick<
    Config,
    'schemaPath' | 'resolvers' | 'environment' | 'profile' | 'limits' | 'introspection' | 'maxOperationBytes'
  >
  /** A text, a file of operations, or a folder or a manifest of them. */
  readonly operation: string
  /** Which of them; all unless said. */
  readonly operationName: string | undefined
  /** Undefined where nobody knows them. */
  readonly variables: Readonly<Record<string, unknown>> | undefined
  /** How long lists are, by their names or by the coordinates of their fields. */
  readonly assumed: ReadonlyMap<string, number>
}

/**
 * The plans of operations, as if they were run. No source is called. Throws Error for what is wrong with an operation, SchemaFileError and
 * SchemaProblems.
 */
export async function explainOperations(request: ExplainRequest): Promise<readonly QueryPlan[]> {
  const { config, operation, operationName, variables, assumed } = request
  const file = await compileFile(config)
  const operations = await readOperations(operation, operationName, config, file.plan)
  if (variables && operations.length > 1)
    throw new Error('Variables are those of one operation, and these are several. Say which by --operation-name.')
  await using sources = await openSources(file, createLog('silent'))
  const prepare = createPrepare(file.plan, { ...config, limits: operationLimits(config.profile, config.limits) })
  const { call: redact } = createRedaction(file.environment.values())
  const unused = new Set(assumed.keys())
  const plans: QueryPlan[] = []
  for (const each of operations) {
    const loaders = new Loaders(sources.all, NO_REQUEST, 'taken')
    const explained = atOnce(
      explainOperation(await prepareText(prepare, each), { variables, loaders, assumed, redact }),
    )
    if (!('plan' in explained)) throw new Error(explained.map(({ message }) => message).join('\n'))
    plans.push(explained.plan)
    for (const name of [...unused]) if (!explained.unused.includes(name)) unused.delete(name)
  }
  refuseUnused(unused, plans)
  return plans
}

async function prepareText(prepare: Prepare, { text, name }: NamedText): Promise<OperationPlans> {
  const prepared = await prepare({ query: text, operationName: name, variables: undefined }, 'POST')
  if (!isRefusal(prepared)) return prepared.plans
  const told = prepared.errors.map(({ message, locations: [at] = [] }) =>
    at ? `${at.line}:${at.column} ${message}` : message,
  )
  throw new Error(told.join('\n'))
}

function refuseUnused(unused: ReadonlySet<string>, plans: readonly QueryPlan[]): void {
  const [name] = unused
  if (name === undefined) return
  const lists = [...new Set(plans.flatMap(plan => plan.lists.map(list => list.name)))]
  const known = lists.length > 0 ? `Its lists are ${lists.join(', ')}.` : 'It has no lists.'
  throw new Error(`There is no list "${name}" in the operation. ${known}`)
}
