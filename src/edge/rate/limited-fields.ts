import { getNamedType, isAbstractType, isCompositeType, TypeInfo, visit, visitWithTypeInfo } from 'graphql'
import type { SchemaPlan } from '../../plan/schema-plan.ts'
import type { Rate } from '../../plan/user/rate.ts'
import type { PreparedOperation } from '../graphql/prepare.ts'

/** A field of an operation that may not be asked as often as one likes. */
export interface LimitedField {
  readonly coordinate: string
  readonly rate: Rate
  /** How often the operation's document selects it. */
  readonly times: number
}

const known = new WeakMap<PreparedOperation, readonly LimitedField[]>()

/** Those of an operation, whatever its `@skip` and `@include` say; looked for once. Behind an interface, of all its types. */
export function limitedFields(prepared: PreparedOperation, schemaPlan: SchemaPlan): readonly LimitedField[] {
  if (schemaPlan.rates.size === 0) return []
  const found = known.get(prepared)
  if (found) return found
  const fields = countFields(prepared, schemaPlan)
  known.set(prepared, fields)
  return fields
}

function countFields(
  { plans: { document } }: PreparedOperation,
  { schema, rates }: SchemaPlan,
): readonly LimitedField[] {
  const times = new Map<string, number>()
  const typeInfo = new TypeInfo(schema)
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field({ name: { value } }) {
        const parent = typeInfo.getParentType()
        const named = parent && getNamedType(parent)
        const types = isAbstractType(named) ? schema.getPossibleTypes(named) : isCompositeType(named) ? [named] : []
        for (const { name } of types) {
          const coordinate = `${name}.${value}`
          if (rates.has(coordinate)) times.set(coordinate, (times.get(coordinate) ?? 0) + 1)
        }
      },
    }),
  )
  return [...times].map(([coordinate, count]) => ({ coordinate, rate: rates.get(coordinate) as Rate, times: count }))
}
