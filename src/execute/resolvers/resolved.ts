import type { GraphQLObjectType } from 'graphql'
import type { FieldPlace } from '../../plan/operation/operation-plan.ts'

/** One object of an upstream's answer, for an executor that goes from object to object. */
export interface Resolved {
  readonly value: unknown
  /** The source that answered, whose names the value's properties have. */
  readonly source: string
  readonly selection: FieldPlace['selection']
  /** Its type, where the field's is an interface or union. */
  readonly type: GraphQLObjectType | undefined
}
