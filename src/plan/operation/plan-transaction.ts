import { GraphQLError, type OperationDefinitionNode } from 'graphql'
import type { BoundPlan, FieldPlan } from '../schema-plan.ts'
import type { Denial } from '../user/guards.ts'
import { type Export, planExports } from './exports.ts'
import type { FieldPlace, Place } from './operation-plan.ts'
import type { OperationPlans } from './operation-plans.ts'

/** The root fields of a mutation that are one transaction of their source, in document order. */
export interface TransactionPlan {
  readonly source: string
  readonly places: readonly WritePlace[]
  readonly exports: readonly Export[]
}

/** A root field that writes to a database. */
export type WritePlace = FieldPlace & { readonly field: FieldPlan & { readonly bound: BoundPlan } }

/** Whether a mutation asks for all or nothing. */
export function isTransaction({ directives }: OperationDefinitionNode): boolean {
  return directives?.some(({ name }) => name.value === 'transaction') ?? false
}

/** The transaction of the root fields that are selected; undefined where none is. All that can't be in it is an error. */
export function planTransaction(
  plans: Pick<OperationPlans, 'exports' | 'operation' | 'document'>,
  places: readonly Place[],
): TransactionPlan | readonly GraphQLError[] | undefined {
  const fields = places.filter(place => place.kind !== 'typename')
  const denied = fields.flatMap(field => (field.denial ? [deniedTransaction(field, field.denial)] : []))
  if (denied.length > 0) return denied
  const writes = fields.filter(isWrite)
  const [first] = writes
  const errors = fields.flatMap(field => {
    const why = whyNot(field, first)
    return why ? [refusal(field, why)] : []
  })
  if (errors.length > 0) return errors
  const { planned, errors: wrong } = planExports(plans, writes)
  if (wrong.length > 0) return wrong
  return first && { source: first.field.bound.source, places: writes, exports: planned }
}

function isWrite(place: FieldPlace): place is WritePlace {
  return place.field?.bound?.transacts === true
}

/** What of a mutation writes to no database calls an API, where it has no resolver. */
function whyNot(place: FieldPlace, first: WritePlace | undefined): string | undefined {
  const source = place.field?.bound?.source
  if (place.field?.resolver) return 'it is answered by a resolver'
  if (!isWrite(place)) return `it calls the API "${source}"`
  if (!first || source === first.field.bound.source) return undefined
  return `it writes to "${source}", and "${first.responseKey}" to "${first.field.bound.source}"`
}

/** Nothing is done where a part of it may not be done. */
function deniedTransaction({ responseKey, nodes }: FieldPlace, { code, message }: Denial): GraphQLError {
  return new GraphQLError(`"${responseKey}" can't be done. ${message}`, { nodes, extensions: { code } })
}

function refusal({ responseKey, nodes }: FieldPlace, why: string): GraphQLError {
  const message = `"${responseKey}" can't be in the transaction: ${why}. A transaction writes to one database; put the field into an operation of its own.`
  return new GraphQLError(message, { nodes, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } })
}
