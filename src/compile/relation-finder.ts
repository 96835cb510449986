import { type GraphQLObjectType, getNamedType, getNullableType, isListType, isObjectType } from 'graphql'
import { fixedPath, type SourcePath } from '../plan/source-path.ts'
import { filterExpressions } from '../plan/sql/filter-expressions.ts'
import type { DirectiveUse } from '../schema/definition.ts'
import type { CompileContext } from './compile-context.ts'
import type { HomeCompiler } from './home-compiler.ts'
import { KeyParts } from './key-parts.ts'
import type { TableSettings } from './sql/compile-table.ts'
import { compileThrough } from './sql/compile-through.ts'
import { compileWhere } from './sql/filter/compile-where.ts'
import type { NoRelation, Relation } from './sql/filter/relation.ts'

type Found = Relation | NoRelation | undefined

/** Finds the fields through which a filter may go to rows of another table, each once. */
export class RelationFinder {
  readonly #base: CompileContext
  readonly #homes: HomeCompiler
  readonly #known = new Map<string, Found>()

  constructor(base: CompileContext, homes: HomeCompiler) {
    this.#base = base
    this.#homes = homes
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
    const use = directives.get(`${typeName}.${fieldName}`)?.find(({ name }) => name === 'http' || name === 'sql')
    if (this.#homes.isCompiling(related.name))
      return none(`the where of ${related.name} would be part of itself.`, 'Write the condition on a column.')
    const home = this.#homes.of(related.name)
    if (!home?.table || home.settings.name !== source || use?.name === 'http')
      return use || home ? none('its objects are not of this database.', 'Write the condition on a column.') : undefined
    const list = node !== undefined || isListType(getNullableType(field.type))
    const base = { type: related.name, list, table: home.table, source }
    return use ? this.#bound(use, parent as GraphQLObjectType, base) : this.#plain(typeName, fieldName, base)
  }

  #plain(typeName: string, fieldName: string, { type, list, table, source }: Related): Found {
    if (list) return none('it holds a list of keys.', 'Bind it by @sql(where: { …: "{$this.…}" }).')
    const column = wholeColumn(this.#base.names.fieldPaths(typeName, fieldName).get(source))
    if (column === undefined) return none('its key stands inside a column.', 'Write the condition on a column.')
    const [key, more] = table.key
    if (key === undefined || more !== undefined)
      return none('its home has a key of several columns.', 'Write the condition on a column.')
    const on = [{ column, related: key }]
    return { kind: 'relation', type, list, key: column, to: { table: table.table, on, where: table.where } }
  }

  #bound(use: DirectiveUse, parent: GraphQLObjectType, { type, list, table, source }: Related): Found {
    const { names, environment, shapes, filterReaders, relations } = this.#base
    const taken = ['query', 'limit', ...(list ? [] : ['orderBy'])].find(name => use.args[name] !== undefined)
    if (taken !== undefined) return none(`its @sql has ${taken}.`, 'Filters go through fields with a where only.')
    const keys = new KeyParts(names, parent.name)
    const field = parent.getFields()[use.coordinate.split('.')[1] ?? '']
    const context = {
      ...{ coordinate: use.coordinate, use, names, type: field?.type, returned: type, root: undefined, keys },
      ...{ connection: undefined, columns: [], args: field?.args, report: () => undefined, environment, shapes },
      ...{ filterReaders, relations, source },
    }
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
    if (!joined) return { kind: 'relation', type, list, key: undefined, to: { ...rows, on } }
    const { through } = joined
    const targets = through.on.map(({ column, target }) => ({ column, related: target }))
    const via = { table: through.table, on, where: through.where }
    return { kind: 'relation', type, list, key: undefined, to: { ...rows, on: targets, via } }
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

function wholeColumn(path: SourcePath | undefined): string | undefined {
  const [only, more] = fixedPath(path) ?? []
  return only?.kind === 'property' && more === undefined ? only.name : undefined
}
