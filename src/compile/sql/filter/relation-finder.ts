import { type GraphQLObjectType, getNamedType, getNullableType, isListType, isObjectType } from 'graphql'
import type { SourceSettings } from '../../../plan/source-settings.ts'
import { filterExpressions } from '../../../plan/sql/filter-expressions.ts'
import type { DirectiveUse } from '../../../schema/definition.ts'
import { bindingContext } from '../../binding-context.ts'
import type { CompileContext } from '../../compile-context.ts'
import type { Homes } from '../../home.ts'
import { KeyParts } from '../../key-parts.ts'
import type { TableSettings } from '../compile-table.ts'
import { compileThrough } from '../compile-through.ts'
import { type SqlShared, sqlContext } from '../sql-context.ts'
import type { SqlTables } from '../sql-tables.ts'
import { wholeColumn } from '../whole-column.ts'
import { compileWhere } from './compile-where.ts'
import type { NoRelation, Relation } from './relation.ts'

type Found = Relation | NoRelation | undefined

/** Finds the fields through which a filter may go to rows of another table, each once. */
export class RelationFinder {
  readonly #base: CompileContext
  readonly #homes: Homes
  readonly #tables: SqlTables
  readonly #shared: SqlShared
  readonly #known = new Map<string, Found>()

  constructor(base: CompileContext, homes: Homes, tables: SqlTables, shared: SqlShared) {
    this.#base = base
    this.#homes = homes
    this.#tables = tables
    this.#shared = shared
  }

  /** Mistakes in the field's own directive are told where that is compiled. */
  find(typeName: string, fieldName: string, source: string): Found {
    const id = `${source} ${typeName}.${fieldName}`
    if (!this.#known.has(id)) {
      this.#known.set(id, none('its where goes back to itself.', 'Write the condition on a column.'))
      this.#known.set(id, this.#find(typeName, fieldName, source))
    }
    return this.#known.get(id)
  }

  #find(typeName: string, fieldName: string, source: string): Found {
    const { schema, directives } = this.#base.definition
    const parent = schema.getType(typeName)
    const fields = isObjectType(parent) ? parent.getFields() : {}
    const field = Object.hasOwn(fields, fieldName) ? fields[fieldName] : undefined
    const named = field && getNamedType(field.type)
    if (!field || !isObjectType(named)) return undefined
    const node = this.#base.connections.of(named.name)?.node
    const related = { name: node ?? named.name }
    const use = directives.get(`${typeName}.${fieldName}`)?.find(({ name }) => this.#base.kinds.has(name))
    if (this.#homes.isCompiling(related.name))
      return none(`the where of ${related.name} would be part of itself.`, 'Write the condition on a column.')
    const home = this.#homes.of(related.name)
    const table = home?.settings.name === source ? this.#tables.ofType(related.name) : undefined
    if (!home || !table || (use && use.name !== home.settings.kind))
      return use || home ? none('its objects are not of this database.', 'Write the condition on a column.') : undefined
    const list = node !== undefined || isListType(getNullableType(field.type))
    const found = { type: related.name, list, table, source }
    return use
      ? this.#bound(use, parent as GraphQLObjectType, home.settings, found)
      : this.#plain(typeName, fieldName, found)
  }

  #plain(typeName: string, fieldName: string, { type, list, table, source }: Related): Found {
    if (list) return none('it holds a list of keys.', 'Bind it by @sql(where: { …: "{$this.…}" }).')
    const column = wholeColumn(this.#base.names.fieldPaths(typeName, fieldName).get(source))
    if (column === undefined) return none('its key stands inside a column.', 'Write the condition on a column.')
    const [key, more] = table.key
    if (key === undefined || more !== undefined)
      return none('its home has a key of several columns.', 'Write the condition on a column.')
    const on = [{ column, related: key }]
    return {
      kind: 'relation',
      type,
      list,
      homeKey: table.key,
      key: column,
      to: { table: table.table, on, where: table.where },
    }
  }

  #bound(
    use: DirectiveUse,
    parent: GraphQLObjectType,
    settings: SourceSettings,
    { type, list, table, source }: Related,
  ): Found {
    const taken = ['query', 'search', 'limit', ...(list ? [] : ['orderBy'])].find(name => use.args[name] !== undefined)
    if (taken !== undefined) return none(`its @sql has ${taken}.`, 'Filters go through fields with a where only.')
    const keys = new KeyParts(this.#base.names, parent.name)
    const field = parent.getFields()[use.coordinate.split('.')[1] ?? '']
    const place = {
      ...{ type: field?.type, args: field?.args, returned: type, root: undefined, keys },
      ...{ connection: undefined, aggregate: undefined },
    }
    const bound = bindingContext(this.#base, use, settings, { ...place, certain: true })
    const context = { ...sqlContext(bound, this.#shared), report: () => undefined }
    const joined = use.args.through === undefined ? undefined : compileThrough(context, { kind: 'drops' })
    const own = compileWhere(context, { kind: 'drops' })
    const filters = [...own.filters, ...(joined?.through.where ?? [])]
    if (filters.flatMap(filterExpressions).some(({ from }) => from.root === 'args'))
      return none('its where takes arguments.', 'Filters go through fields with a fixed where only.')
    const parts = keys.list().map(part => wholeColumn(part.paths.get(source)))
    const { keyColumns } = joined ?? own
    const on = keyColumns.flatMap((related, index) => {
      const column = parts[index]
      return column === undefined ? [] : [{ column, related }]
    })
    if (on.length === 0 || on.length < keyColumns.length || parts.length > on.length)
      return none('its where has no {$this.…} that is a column.', 'Write the condition on a column.')
    const rows = { table: table.table, where: [...table.where, ...own.filters] }
    if (!joined) return { kind: 'relation', type, list, homeKey: table.key, key: undefined, to: { ...rows, on } }
    const { through } = joined
    const targets = through.on.map(({ column, target }) => ({ column, related: target }))
    const via = { table: through.table, on, where: through.where }
    return { kind: 'relation', type, list, homeKey: table.key, key: undefined, to: { ...rows, on: targets, via } }
  }
}

interface Related {
  readonly type: string
  readonly list: boolean
  readonly table: TableSettings
  readonly source: string
}

function none(message: string, suggestion: string): NoRelation {
  return { kind: 'none', message, suggestion }
}
