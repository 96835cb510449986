import { getNamedType } from 'graphql'
import type { BoundPlan, FieldPlan, NamedColumn, SchemaPlan, TypePlan } from '../../../plan/schema-plan.ts'
import { fixedPath, readsOf, type SourcePaths } from '../../../plan/source-path.ts'
import { type DatabaseKind, databaseKind } from '../../../plan/sql/database-kind.ts'
import type { KeyJoin } from '../../../plan/sql/key-join.ts'
import { isSqlBinding, type SqlBinding } from '../../../plan/sql/sql-binding.ts'
import type { SqlFilter } from '../../../plan/sql/sql-filter.ts'
import type { DirectiveUse, SchemaDefinition } from '../../../schema/definition.ts'
import type { Holding } from '../../../schema/filter-operators.ts'
import type { Position, Problem } from '../../../schema/problem.ts'
import { suggestOrList } from '../../../schema/suggest.ts'
import type { Catalog, Column, Table } from '../../../source/catalog.ts'
import { argumentPosition, ProblemList } from '../../problem-list.ts'
import { checkAggregate, misfit } from './check-aggregate.ts'
import { checkBytes } from './check-bytes.ts'
import { checkFieldType } from './check-field-type.ts'
import { checkKeyJoin } from './check-key-join.ts'
import { checkLists } from './check-lists.ts'
import { checkPage } from './check-page.ts'
import { checkSearch } from './check-search.ts'
import { checkTenants } from './check-tenants.ts'
import { checkWrite } from './check-write.ts'
import { keyJoins } from './key-joins.ts'
import { mixedReads } from './mixed-reads.ts'
import { schemasNamed } from './schemas-named.ts'

/** Checks every table and column that a schema names against what one database has. */
export function checkCatalog(
  plan: SchemaPlan,
  definition: SchemaDefinition,
  source: string,
  catalog: Catalog,
): readonly Problem[] {
  const check = new CatalogCheck(definition, source, catalog, databaseKind(plan.sources.get(source)?.address ?? ''))
  const keyed = typesFoundByKey(plan)
  for (const type of plan.types.values()) check.home(type, keyed.has(type.name))
  for (const type of plan.types.values()) {
    for (const { bound } of type.fields.values()) if (bound) check.binding(bound)
  }
  for (const join of keyJoins(plan, source)) check.keyJoin(join)
  return check.problems.list
}

/** The types that a plain field finds by key: only there is the key of a home used. */
function typesFoundByKey(plan: SchemaPlan): Set<string> {
  const fields = [...plan.types.values()].flatMap(type => [...type.fields.values()])
  return new Set(
    fields.filter(({ bound, holdsRows }) => !bound && !holdsRows).map(({ type }) => getNamedType(type).name),
  )
}

/** What to write instead of a table that is not there, and perhaps not even its schema. */
function suggestTable(table: string, { tables, schema, schemas = [] }: Catalog): string {
  const asked = schemasNamed([table])
  if (asked.length === 0 || schemas.some(each => asked.includes(each)))
    return suggestOrList(table, tables.keys(), 'tables')
  const [first = ''] = asked
  if (schema === undefined) return `A SQLite file has no schemas: name a table of its own.`
  return `There is no schema "${first}". ${suggestOrList(first, schemas, 'schemas')}`
}

class CatalogCheck {
  readonly problems: ProblemList
  readonly #definition: SchemaDefinition
  readonly #source: string
  readonly #catalog: Catalog
  readonly #database: DatabaseKind | undefined
  /** Whose warnings have been given. */
  readonly #told = new Set<SqlFilter>()
  readonly #computed = new Set<string>()
  /** The types of tables, with how they call them. */
  readonly #homes = new Map<Table, { readonly type: string; readonly name: string }>()

  constructor(definition: SchemaDefinition, source: string, catalog: Catalog, database: DatabaseKind | undefined) {
    this.problems = new ProblemList(definition.faulty)
    this.#definition = definition
    this.#source = source
    this.#catalog = catalog
    this.#database = database
  }

  /** A type's table, the columns that its directive names, and those that its fields read. */
  home({ name, home, fields }: TypePlan, keyed: boolean): void {
    const tableName = this.#tableName(home)
    if (home === undefined || tableName === undefined) return
    const use = this.#use(name, 'sql')
    const table = this.#catalog.tables.get(tableName)
    if (!table) {
      this.#noTable(name, tableName, this.#at(name, use, 'table'))
      return
    }
    this.#homes.set(table, { type: name, name: tableName })
    for (const named of home.columns) {
      const holder = named.table === undefined ? table : this.#catalog.tables.get(named.table)
      if (holder && (keyed || named.argument !== 'key'))
        this.#named(name, named, holder, this.#at(name, use, named.argument), false)
    }
    if (isSqlBinding(home.binding)) this.#tenants(name, use, home.binding.where, table)
    for (const field of fields.values()) this.#field(field, table)
    for (const { coordinate, column, whole } of mixedReads(fields.values(), table, this.#source))
      this.problems.add(
        coordinate,
        this.#at(coordinate, this.#map(coordinate), 'from'),
        `it reads inside of "${column}", which is a column of text and is read as text by ${whole}.`,
        'Make it a column of JSON, or leave one of the fields out.',
      )
  }

  /** Those of a type are in the `where` of its fields too, and told once. */
  #tenants(coordinate: string, use: DirectiveUse | undefined, where: readonly SqlFilter[], table: Table): void {
    const news = where.filter(filter => !this.#told.has(filter))
    for (const filter of news) this.#told.add(filter)
    for (const { message, suggestion } of checkTenants(news, table))
      this.problems.warn(coordinate, this.#at(coordinate, use, 'where'), message, suggestion)
  }

  /** What can't be computed of a table's column is told once. */
  #aggregate(coordinate: string, use: DirectiveUse | undefined, binding: SqlBinding, table: Table): void {
    for (const { message, suggestion } of checkAggregate(binding, table)) {
      const id = `${table.name} ${message}`
      if (!this.#computed.has(id)) this.problems.warn(coordinate, this.#at(coordinate, use, ''), message, suggestion)
      this.#computed.add(id)
    }
  }

  #noTable(coordinate: string, table: string, position: Position): void {
    const message = `the database "${this.#source}" has no table "${table}".`
    this.problems.add(coordinate, position, message, suggestTable(table, this.#catalog))
  }

  /** The columns that the directive on a field names. */
  binding(bound: BoundPlan): void {
    const { coordinate, columns, binding } = bound
    if (!isSqlBinding(binding) || binding.source !== this.#source || isStandIn(binding)) return
    const name = this.#tableName(bound)
    const table = this.#catalog.tables.get(name ?? '')
    const use = this.#use(coordinate, 'sql')
    // A field that names its table by itself.
    if (!table && name !== undefined && use?.args.table === name)
      this.#noTable(coordinate, name, this.#at(coordinate, use, 'table'))
    const known = table && this.#homes.get(table)
    // Under the very name that the type says, it has been refused before.
    if (known && use?.args.table === name && name !== known.name)
      this.problems.add(
        coordinate,
        this.#at(coordinate, use, 'table'),
        `the table "${name}" is "${known.name}", that of type ${known.type}.`,
        `Write type: "${known.type}": its names and its where hold then.`,
      )
    if (table)
      for (const { argument, message, suggestion } of [
        ...checkWrite(binding, table),
        ...checkBytes(binding, table, this.#definition.schema, coordinate),
        ...checkLists(binding.write, table, this.#definition.schema, coordinate),
      ])
        this.problems.add(coordinate, this.#at(coordinate, use, argument), message, suggestion)
    if (table) this.#tenants(coordinate, use, binding.where, table)
    if (table) this.#aggregate(coordinate, use, binding, table)
    const through = binding.through?.table
    if (through !== undefined && !this.#catalog.tables.has(through))
      this.#noTable(coordinate, through, this.#at(coordinate, use, 'through.table'))
    for (const { message, suggestion } of (table && checkSearch(binding, table, this.#catalog, this.#database)) ?? [])
      this.problems.add(coordinate, this.#at(coordinate, use, 'search'), message, suggestion)
    const page = table && checkPage(binding, table)
    if (page) this.problems.add(coordinate, this.#at(coordinate, use, ''), page.message, page.suggestion)
    const isPage = binding.page !== undefined
    for (const named of columns) {
      const holder = named.table === undefined ? table : this.#catalog.tables.get(named.table)
      if (holder) this.#named(coordinate, named, holder, this.#at(coordinate, use, named.argument), isPage)
    }
  }

  /** Two columns, the values of one of which are looked for in the other. */
  keyJoin({ coordinate, from, to }: KeyJoin): void {
    const holder = this.#catalog.tables.get(from.table)?.columns.get(from.column)
    const column = this.#catalog.tables.get(to.table)?.columns.get(to.column)
    const wrong = holder && column && checkKeyJoin(holder, column, this.#database)
    if (!wrong) return
    const use = this.#use(coordinate, 'sql')
    const position = use ? this.#at(coordinate, use, 'where') : this.#at(coordinate, this.#map(coordinate), 'from')
    this.problems.add(coordinate, position, wrong.message, wrong.suggestion)
  }

  /** A column that a directive names, and what it asks of it. */
  #named(coordinate: string, named: NamedColumn, holder: Table, position: Position, isPage: boolean): void {
    const column = holder.columns.get(named.column)
    if (named.regex && this.#database === 'SQLite')
      this.problems.add(
        coordinate,
        position,
        'SQLite has no regular expressions.',
        'Use like, startsWith or contains, or a search.',
      )
    if (!column && !named.compared && !named.holds && !named.regex && !named.computed)
      this.#column(coordinate, named.column, holder, position, named.suggestion)
    const wrong = column && checkColumnUse(named, column, isPage)
    if (wrong) this.problems.add(coordinate, position, wrong.message, wrong.suggestion)
  }

  /** The column that a plain field reads from a row of the table, or those that a bound one takes as key, or a resolver needs. */
  #field({ coordinate, bound, resolver, paths, type }: FieldPlan, table: Table): void {
    if (resolver) {
      const position = this.#definition.positions.get(coordinate)
      for (const need of resolver.needs ?? []) if (position) this.#path(coordinate, need.paths, table, position)
      return
    }
    if (!bound) {
      const position = this.#at(coordinate, this.#map(coordinate), 'from')
      this.#path(coordinate, paths, table, position)
      const wrong = checkFieldType(type, fixedPath(paths.get(this.#source)) ?? [], table)
      if (wrong?.isOfSomeRows) this.problems.warn(coordinate, position, wrong.message, wrong.suggestion)
      else if (wrong) this.problems.add(coordinate, position, wrong.message, wrong.suggestion)
      return
    }
    const use = this.#use(coordinate, bound.binding.kind)
    for (const part of bound.key) this.#path(coordinate, part.paths, table, this.#at(coordinate, use, part.argument))
  }

  #path(coordinate: string, paths: SourcePaths, table: Table, position: Position): void {
    for (const [first] of readsOf(paths.get(this.#source)))
      if (first?.kind === 'property') this.#column(coordinate, first.name, table, position)
  }

  #column(
    coordinate: string,
    column: string,
    { name, columns }: Table,
    position: Position,
    suggestion = suggestOrList(column, columns.keys(), 'columns'),
  ): void {
    if (columns.has(column)) return
    this.problems.add(coordinate, position, `the table "${name}" has no column "${column}".`, suggestion)
  }

  #tableName(bound: BoundPlan | undefined): string | undefined {
    const binding = bound?.binding
    if (!binding || !isSqlBinding(binding) || binding.source !== this.#source || isStandIn(binding)) return undefined
    return binding.from.kind === 'table' ? binding.from.table : undefined
  }

  #use(coordinate: string, name: string): DirectiveUse | undefined {
    return this.#definition.directives.get(coordinate)?.find(use => use.name === name)
  }

  #map(coordinate: string): DirectiveUse | undefined {
    const maps = this.#definition.directives.get(coordinate)?.filter(({ name }) => name === 'map') ?? []
    return maps.find(({ args }) => args.source === this.#source) ?? maps.find(({ args }) => args.source === undefined)
  }

  #at(coordinate: string, use: DirectiveUse | undefined, argument: string): Position {
    if (use) return argumentPosition(use, argument)
    return this.#definition.positions.get(coordinate) ?? { file: this.#definition.file, line: 1, column: 1 }
  }
}

/** Whether the table is not known for another mistake, which has been told. */
function isStandIn({ from }: SqlBinding): boolean {
  return from.kind === 'table' && from.table === ''
}

const TYPES_OF: Readonly<Record<Holding, string>> = { list: 'an array', range: 'a range' }

/** What a directive asks of a column's type that it does not have: an equality, an order. */
function checkColumnUse(
  { argument, compared, holds: asked, regex, computed }: NamedColumn,
  column: Column,
  isPage: boolean,
): { readonly message: string; readonly suggestion: string } | undefined {
  const { name, kind, incomparable, bounds } = column
  if (computed) {
    const message = misfit(computed, column)
    const suggestion = 'Give its field the type of what it holds, or compute something else.'
    return message === undefined ? undefined : { message, suggestion }
  }
  const holds = kind === 'json' ? 'holds JSON' : kind === 'list' ? 'holds lists' : 'has a type without an order'
  const held = kind === 'list' ? 'list' : bounds ? 'range' : undefined
  if (asked && !(held && asked.includes(held)))
    return {
      message: asked.includes('list')
        ? `"${name}" holds no lists, and the items of one are asked about.`
        : `"${name}" holds no ranges, and what is in one is asked about.`,
      suggestion: `Name a column that is ${asked.map(holding => TYPES_OF[holding]).join(' or ')} of PostgreSQL, or compare its value.`,
    }
  if (compared && (incomparable || kind === 'list'))
    return {
      message: `nothing can be compared with "${name}", which ${kind === 'text' ? 'has a type without an equality' : holds}.`,
      suggestion: kind === 'json' ? 'Make it jsonb, or write isNull: true or false.' : 'Write isNull: true or false.',
    }
  const isOrder = !compared && !asked && !regex && argument.startsWith('orderBy')
  if (isOrder && (incomparable || (isPage && (kind === 'json' || kind === 'list'))))
    return {
      message: `${isPage ? 'a connection' : 'a list'} can't be in the order of "${name}", which ${holds}.`,
      suggestion: 'Order it by another column.',
    }
  return undefined
}
