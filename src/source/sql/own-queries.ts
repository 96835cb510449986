import type { SqlClient } from '../../plan/resolver/source-clients.ts'
import { plainSelect } from '../../plan/sql/plain-select.ts'
import type { SqlBinding } from '../../plan/sql/sql-binding.ts'
import type { SqlSourceSettings } from '../../plan/sql/sql-source-settings.ts'
import type { Template } from '../../plan/template.ts'
import type { SourcePlan } from '../source-plan.ts'

type Ask = (plan: SourcePlan<SqlBinding>) => Promise<unknown>

/** Statements that code of one's own reads with, told to the coordinate of its field: as if a binding had said them. */
export function ownQueries(settings: SqlSourceSettings, coordinate: string, ask: Ask): SqlClient {
  return {
    async query(text, ...values) {
      if (!Array.isArray(text) || !('raw' in text))
        throw new TypeError('query is a tag of a template: query`SELECT … WHERE id = ${id}`; no value becomes text')
      const template: Template = text.flatMap((part, at) => {
        const value = { from: { root: 'args' as const, path: [{ kind: 'property' as const, name: String(at) }] } }
        return at < values.length ? [part, value] : [part]
      })
      const args = Object.fromEntries(values.map((value, at) => [String(at), value]))
      const rows = await ask({ binding: bindingOf(settings, coordinate, template), args, projection: new Map() })
      return (rows as readonly object[]).map(row => ({ ...row }))
    },
  }
}

function bindingOf(settings: SqlSourceSettings, coordinate: string, text: Template): SqlBinding {
  return {
    ...plainSelect(settings),
    coordinate,
    from: { kind: 'query', text },
    where: [],
    keyColumns: [],
    list: true,
    scalar: false,
    maxAge: undefined,
  }
}
