import { propertyPath } from '../../plan/path.ts'
import type { ResolverPlan } from '../../plan/resolver/resolver-plan.ts'
import type { Names } from '../names.ts'
import type { Resolvers } from './resolvers.ts'

/** The plan of a field that code of one's own answers; undefined for any other. What it needs is looked up as in a directive. */
export function compileResolver(
  { fields }: Resolvers,
  names: Names,
  typeName: string,
  fieldName: string,
): ResolverPlan | undefined {
  const coordinate = `${typeName}.${fieldName}`
  const code = fields.get(coordinate)
  if (!code) return undefined
  const needs = code.needs?.map(name => {
    const { declared, paths } = names.lookup(typeName, propertyPath(name))
    return { name, field: declared ? name : undefined, paths }
  })
  return { coordinate, run: code.run, needs, reads: code.reads }
}
