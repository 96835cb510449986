import type { SchemaPlan } from '../../../plan/schema-plan.ts'
import { isSqlBinding } from '../../../plan/sql/sql-binding.ts'

/** Whether the keys of a source's tables must be known: mutations find rows by them, and pages tell rows apart. */
export function needsKeys({ types }: SchemaPlan, source: string): boolean {
  const fields = [...types.values()].flatMap(type => [...type.fields.values()])
  return fields.some(({ bound }) => {
    const binding = bound?.binding
    return (
      binding && isSqlBinding(binding) && binding.source === source && (binding.write ?? binding.page) !== undefined
    )
  })
}
