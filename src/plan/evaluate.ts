import type { Key } from '../source/source-plan.ts'
import { applyShape } from './input-shape.ts'
import { MissingClaim } from './missing-claim.ts'
import { writeAs } from './notation.ts'
import { nothingElse, printPath, readPath } from './path.ts'
import { applyPipes } from './pipe.ts'
import type { BatchField, Expression, Reference, Template, TemplateScope, ValueTemplate } from './template.ts'
import { TemplateValueError } from './template-value-error.ts'

/**
 * The template's value in the scope; `undefined` where it is absent. One that is exactly one expression keeps the
 * value's type; text around an absent or null value makes the whole template absent. Throws TemplateValueError.
 */
export function evaluateTemplate(template: Template, scope: TemplateScope): unknown {
  const [only] = template
  if (template.length === 1 && only !== undefined)
    return typeof only === 'string' ? only : evaluateExpression(only, scope)
  let text = ''
  for (const part of template) {
    if (typeof part === 'string') {
      text += part
      continue
    }
    const value = evaluateExpression(part, scope)
    if (value === undefined || value === null) return undefined
    text += scalarText(value, part.from.root)
  }
  return text
}

/** Like evaluateTemplate, at any depth. An absent field of an object and an absent item of a list are left out. */
export function evaluateValue(value: ValueTemplate, scope: TemplateScope): unknown {
  if (value.kind === 'literal') return value.value
  if (value.kind === 'template') return evaluateTemplate(value.template, scope)
  if (value.kind === 'list')
    return value.items.map(item => evaluateValue(item, scope)).filter(item => item !== undefined)
  const object: Record<string, unknown> = Object.create(null)
  for (const [name, field] of value.fields) {
    const evaluated = evaluateValue(field, scope)
    if (evaluated !== undefined) object[name] = evaluated
  }
  return object
}

/**
 * One expression's value in the scope, its default and pipes applied; `undefined` where it is absent. Throws MissingClaim for a claim
 * that says nothing, or nothing behind its pipes: whatever stands around it, without it more could be asked for than is the user's.
 */
export function evaluateExpression(expression: Expression, scope: TemplateScope): unknown {
  const { from, fallback, pipes } = expression
  const found = readReference(from, scope)
  const isDefault = (found === undefined || found === null) && fallback !== undefined
  const value = isDefault ? fallback : found
  const result = pipes === undefined ? value : applyPipes(value, pipes, from.root)
  if (from.root === 'jwt' && !isDefault && saysNothing(result))
    throw new MissingClaim(
      printPath([{ kind: 'property', name: from.claim }, ...from.path]),
      scope.client.claims !== undefined,
    )
  return result
}

function saysNothing(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
}

/** A claim, of a list its items; undefined where it says nothing. */
function readClaim({ claim, path }: Reference & { readonly root: 'jwt' }, { client }: TemplateScope): unknown {
  const found = readPath(client.claims?.get(claim), path, nothingElse)
  if (saysNothing(found)) return undefined
  return Array.isArray(found) && found.some(saysNothing) ? found.filter(item => !saysNothing(item)) : found
}

function readReference(from: Reference, scope: TemplateScope): unknown {
  if (from.root === 'args') {
    const value = applyShape(readPath(scope.args, from.path, nothingElse), from.shape)
    return from.as ? writeAs(from.as, value) : value
  }
  if (from.root === 'this') return scope.key[from.index]
  if (from.root === 'batch') return scope.batch.map(key => key[from.index])
  if (from.root === 'batchObjects') return scope.batch.map(key => objectOf(key, from.fields))
  if (from.root === 'constant') return from.value
  if (from.root === 'response') return readPath(scope.response, from.path, nothingElse)
  if (from.root === 'jwt') return readClaim(from, scope)
  // What a proxy has cleared is empty, and says as little as no header.
  return scope.client.header(from.name) || undefined
}

function objectOf(key: Key, fields: readonly BatchField[]): Record<string, unknown> {
  const object: Record<string, unknown> = Object.create(null)
  for (const { name, index } of fields) object[name] = key[index]
  return object
}

function scalarText(value: unknown, root: Reference['root']): string {
  if (typeof value === 'object') throw new TemplateValueError(root)
  return String(value)
}
