import { applyPipes, type Pipe } from '../../plan/pipe.ts'
import { TemplateValueError } from '../../plan/template-value-error.ts'
import type { Report } from '../problem-list.ts'
import type { RawExpression } from './parse-template.ts'
import type { TemplateContext } from './template-context.ts'

/** What `{$env.X}` reads at start-up; undefined, and reported, where there is no value. */
export function environmentValue(
  { path, fallback, pipes }: RawExpression,
  argument: string,
  { environment, report }: Pick<TemplateContext, 'environment' | 'report'>,
): string | undefined {
  const [only] = path
  if (path.length !== 1 || only?.kind !== 'property') {
    report(argument, '$env needs the name of one variable behind it.', 'Write {$env.NAME}.')
    return undefined
  }
  const value = (Object.hasOwn(environment, only.name) ? environment[only.name] : undefined) ?? fallback
  if (value !== undefined) return piped(value, pipes ?? [], argument, report)
  const suggestion = `Set it, or give a default: {$env.${only.name} ?? '…'}.`
  report(argument, `the environment variable ${only.name} is not set.`, suggestion)
  return undefined
}

function piped(value: unknown, pipes: readonly Pipe[], argument: string, report: Report): string | undefined {
  try {
    const text = applyPipes(value, pipes, 'constant')
    if (text === null) return ''
    if (typeof text !== 'object') return String(text)
  } catch (error) {
    if (!(error instanceof TemplateValueError)) throw error
  }
  // The value is not repeated, it may be a secret.
  report(argument, "the pipes can't take the value of the variable.", 'Set another one, or remove the pipe.')
  return undefined
}
