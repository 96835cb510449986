import { getNamedType, isEnumType } from 'graphql'
import { printPath } from '../../plan/path.ts'
import type { PipeName } from '../../plan/pipe.ts'
import { isNoType, typeBehind } from './argument-type.ts'
import type { RawExpression, RawTemplate } from './parse-template.ts'
import type { TemplateContext } from './template-context.ts'

/** Whoever reads the text may read an expression, which a value with such a quote in it would go on. */
export function warnOfQuotes(raw: RawTemplate, at: number, argument: string, context: TemplateContext): void {
  const [before, part, after] = [raw[at - 1], raw[at], raw[at + 1]]
  if (typeof part !== 'object' || typeof before !== 'string' || typeof after !== 'string') return
  const quote = before.at(-1)
  if ((quote !== "'" && quote !== '"') || after[0] !== quote || !mayHoldQuotes(part, context)) return
  const written = `$${part.root}.${printPath(part.path)}`
  const [pipe, language] = quote === "'" ? ['odata', 'OData'] : ['json', 'JSON']
  context.warn?.(
    argument,
    `a value of ${written} with a quote in it ends the text around it, and goes on with an expression of its own.`,
    `Write {${written} | ${pipe}} without the quotes: it is a literal of ${language}, with quotes of its own.`,
  )
}

function mayHoldQuotes({ root, path: [first, ...rest], pipes }: RawExpression, { args }: TemplateContext): boolean {
  if (root === 'env' || pipes?.some(({ name }) => ESCAPING.has(name))) return false
  const argument = args?.find(({ name }) => first?.kind === 'property' && first.name === name)
  const type = root === 'args' && argument ? typeBehind(argument, rest) : undefined
  if (!type || isNoType(type)) return true
  const named = getNamedType(type)
  return !isEnumType(named) && !QUOTELESS.has(named.name)
}

const ESCAPING: ReadonlySet<PipeName> = new Set([
  'json',
  'odata',
  'lucene',
  'number',
  'boolean',
  'count',
  'sum',
  'date',
  'base64',
])
const QUOTELESS: ReadonlySet<string> = new Set([
  'Int',
  'Float',
  'Boolean',
  'BigInt',
  'Decimal',
  'DateTime',
  'Date',
  'Time',
  'UUID',
  'Base64',
])
