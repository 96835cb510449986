import type { HttpBinding } from '../../plan/http/http-binding.ts'
import { printPath } from '../../plan/path.ts'
import type { Expression, Reference, Template } from '../../plan/template.ts'
import { printJson } from '../json.ts'

/** The binding's call in the notation of the schema: `GET /posts?userId={$batch}`. */
export function printCall(binding: HttpBinding): string {
  if (binding.link) return `${binding.method} ${printExpression(binding.link)}`
  const path = binding.path.map(segment => `/${printTemplate(segment)}`).join('')
  const query = binding.query
    .map(({ name, value, spread }) => (spread ? printTemplate(value) : `${name}=${printTemplate(value)}`))
    .join('&')
  return `${binding.method} ${path || '/'}${query && `?${query}`}`
}

/** A template as its author wrote it, but for the names after `$this` and `$batch`, which are positions in a key here. */
function printTemplate(template: Template): string {
  return template.map(part => (typeof part === 'string' ? part : printExpression(part))).join('')
}

function printExpression({ from, fallback, pipes = [] }: Expression): string {
  const otherwise = fallback === undefined ? '' : ` ?? ${printLiteral(fallback)}`
  const piped = pipes.map(
    ({ name, argument }) => ` | ${name}${argument === undefined ? '' : ` ${printLiteral(argument)}`}`,
  )
  return `{$${printReference(from)}${otherwise}${piped.join('')}}`
}

function printReference(from: Reference): string {
  if (from.root === 'args') return from.path.length === 0 ? 'args' : `args.${printPath(from.path)}`
  if (from.root === 'headers') return `headers.${from.name}`
  if (from.root === 'jwt') return `jwt.${from.claim}`
  if (from.root === 'constant') return 'env'
  if (from.root === 'response') return `response.${printPath(from.path)}`
  if (from.root === 'batchObjects') return 'batch'
  return from.index === 0 ? from.root : `${from.root}[${from.index}]`
}

function printLiteral(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : (printJson(value) ?? '')
}
