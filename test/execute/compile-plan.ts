import { getOperationAST, parse, validate } from 'graphql'
import { compileSchema } from '../../src/compile/compile-schema.ts'
import { attachResolvers } from '../../src/execute/resolvers/resolvers.ts'
import { OperationPlans } from '../../src/plan/operation/operation-plans.ts'
import type { SchemaPlan } from '../../src/plan/schema-plan.ts'
import { loadSchema } from '../../src/schema/load-schema.ts'
import { findExecution } from './outcome.ts'

/** Compiles a schema file's text, which must be without a mistake. */
export function compilePlan(text: string): SchemaPlan {
  const { definition, problems } = loadSchema([{ text: text, file: 'schema.graphql' }])
  if (!definition) throw new Error(JSON.stringify(problems))
  const compiled = compileSchema(definition, { environment: {}, directoryOf: () => '/' })
  const mistakes = [...problems, ...compiled.problems].filter(({ severity }) => severity === 'error')
  if (mistakes.length > 0) throw new Error(JSON.stringify(mistakes))
  attachResolvers(compiled.plan.schema, findExecution)
  return compiled.plan
}

/** Plans the operation of a valid document. */
export function planText(schemaPlan: SchemaPlan, text: string): OperationPlans {
  const document = parse(text)
  const [error] = validate(schemaPlan.schema, document)
  const operation = getOperationAST(document)
  if (error || !operation) throw error ?? new Error('the document has no operation')
  return new OperationPlans(schemaPlan, document, operation)
}
