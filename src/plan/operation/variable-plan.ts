import {
  coerceInputLiteral,
  type DocumentNode,
  type GraphQLSchema,
  isInputType,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql'
import type { Variables } from './conditions.ts'
import { variableUses } from './variable-uses.ts'

/** A variable of an operation, as its plans keep it. */
export interface VariablePlan {
  readonly signature: Variables['sources'][string]['signature']
  /** What its default is coerced to; undefined without one. */
  readonly fallback: unknown
  /** How often the arguments of the document use it. */
  readonly uses: number
}

/** Plans the variables of an operation of a valid document. */
export function planVariables(
  schema: GraphQLSchema,
  document: DocumentNode,
  { variableDefinitions = [] }: OperationDefinitionNode,
): readonly VariablePlan[] {
  const uses = variableUses(document)
  return variableDefinitions.map(({ variable, type: node, defaultValue: literal }) => {
    const { value: name } = variable.name
    const type = typeFromAST(schema, node)
    if (!isInputType(type)) throw new Error(`the variable ${name} is of no input type`)
    const signature = { name, type, default: literal && { literal } }
    return { signature, fallback: literal && coerceInputLiteral(literal, type), uses: uses.get(name) ?? 0 }
  })
}
