import { readTemplate } from './compile-template.ts'
import { environmentValue } from './environment.ts'
import type { TemplateContext } from './template-context.ts'

/** A text with the environment filled in, and nothing else; undefined, and reported, where it can't be read. */
export function startupText(
  text: unknown,
  argument: string,
  what: string,
  context: Pick<TemplateContext, 'environment' | 'report'>,
): string | undefined {
  // Another type has been reported.
  if (typeof text !== 'string') return undefined
  const raw = readTemplate(text, argument, context.report)
  const parts = raw?.map(part => {
    if (typeof part === 'string') return part
    if (part.root === 'env') return environmentValue(part, argument, context)
    const suggestion = 'Only {$env.NAME} may stand in it.'
    context.report(argument, `${what} is fixed at start-up, and $${part.root} is not.`, suggestion)
    return undefined
  })
  return parts?.every(part => part !== undefined) ? parts.join('') : undefined
}
