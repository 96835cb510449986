import { evaluateExpression } from '../../../plan/evaluate.ts'
import type { Expression, TemplateScope } from '../../../plan/template.ts'
import { badUserInput } from '../error.ts'

/** Throws SourceError for a header that the client did not send: no condition goes without it. */
export function refuseAbsentHeaders(expressions: readonly Expression[], scope: TemplateScope, source: string): void {
  for (const expression of expressions)
    if (expression.from.root === 'headers' && evaluateExpression(expression, scope) === undefined)
      throw badUserInput(`The request header "${expression.from.name}" is missing.`, source)
}
