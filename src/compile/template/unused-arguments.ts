import type { DirectiveUse } from '../../schema/definition.ts'
import { parseTemplate, type RawTemplate, TemplateSyntaxError } from './parse-template.ts'

/**
 * The arguments that no template of the directive mentions. None where a template can't be read or mentions one that
 * there is not: it may have been meant.
 */
export function unusedArguments(use: DirectiveUse, names: readonly string[]): readonly string[] {
  const mentioned = new Set<string>()
  for (const text of textsIn(Object.values(use.args))) {
    const template = tryParse(text)
    if (!template) return []
    for (const part of template) {
      if (typeof part === 'string' || part.root !== 'args') continue
      const [first] = part.path
      if (first?.kind !== 'property' || !names.includes(first.name)) return []
      mentioned.add(first.name)
    }
  }
  return names.filter(name => !mentioned.has(name))
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

function tryParse(text: string): RawTemplate | undefined {
  try {
    return parseTemplate(text)
  } catch (error) {
    if (error instanceof TemplateSyntaxError) return undefined
    throw error
  }
}
