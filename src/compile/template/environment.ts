import type { RawExpression } from './parse-template.ts'
import type { TemplateContext } from './template-context.ts'

/** What `{$env.X}` reads at start-up; undefined, and reported, where there is no value. */
export function environmentValue(
  { path, fallback }: RawExpression,
  argument: string,
  { environment, report }: Pick<TemplateContext, 'environment' | 'report'>,
): string | undefined {
  const [only] = path
  if (path.length !== 1 || only?.kind !== 'property') {
    report(argument, '$env needs the name of one variable behind it.', 'Write {$env.NAME}.')
    return undefined
  }
  const value = (Object.hasOwn(environment, only.name) ? environment[only.name] : undefined) ?? fallback
  if (value !== undefined) return value === null ? '' : String(value)
  const suggestion = `Set it, or give a default: {$env.${only.name} ?? '…'}.`
  report(argument, `the environment variable ${only.name} is not set.`, suggestion)
  return undefined
}
