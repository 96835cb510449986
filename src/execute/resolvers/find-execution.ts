import { type DocumentNode, type GraphQLResolveInfo, Kind, type OperationDefinitionNode } from 'graphql'
import type { ResolverCalls } from '../../code/resolver-calls.ts'
import type { Loaders } from '../../load/loaders.ts'
import { OperationPlans } from '../../plan/operation/operation-plans.ts'
import type { SchemaPlan } from '../../plan/schema-plan.ts'
import { FieldByField } from './field-by-field.ts'

/** What one execution asks with. */
interface Begun {
  readonly loaders: Loaders
  /** Undefined where the schema has no resolvers. */
  readonly resolvers: ResolverCalls | undefined
}

/** Finds the FieldByField that a field belongs to. */
export type FindExecution = (context: unknown, info: GraphQLResolveInfo) => FieldByField

/** One FieldByField for each execution of an operation by a server that knows nothing of it; planned at its first field. */
export function findExecution(
  planFor: (context: unknown) => SchemaPlan,
  begin: (context: unknown, info: GraphQLResolveInfo) => Begun,
): FindExecution {
  const plans = new WeakMap<SchemaPlan, WeakMap<OperationDefinitionNode, OperationPlans>>()
  // graphql-js makes the object of the variables anew for each execution.
  const executions = new WeakMap<GraphQLResolveInfo['variableValues'], FieldByField>()

  const plansOf = (schemaPlan: SchemaPlan, { operation, fragments }: GraphQLResolveInfo): OperationPlans => {
    const ofSchema = plans.get(schemaPlan) ?? new WeakMap<OperationDefinitionNode, OperationPlans>()
    plans.set(schemaPlan, ofSchema)
    const known = ofSchema.get(operation)
    if (known) return known
    const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation, ...Object.values(fragments)] }
    const planned = new OperationPlans(schemaPlan, document, operation)
    ofSchema.set(operation, planned)
    return planned
  }

  return (context, info) => {
    const known = executions.get(info.variableValues)
    if (known) return known
    const { loaders, resolvers } = begin(context, info)
    const execution = new FieldByField(plansOf(planFor(context), info), loaders, undefined, resolvers)
    executions.set(info.variableValues, execution)
    return execution
  }
}
