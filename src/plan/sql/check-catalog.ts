import { getNamedType } from 'graphql'
import type { SchemaDefinition } from '../../schema/definition.ts'
import type { Problem } from '../../schema/problem.ts'
import type { Catalog, Table } from '../../source/catalog.ts'
import { Problems } from '../problems.ts'
import type { BoundPlan, FieldPlan, SchemaPlan, SourcePaths, TypePlan } from '../schema-plan.ts'
import { suggestOrList } from '../suggest.ts'
import type { SqlBinding } from './sql-binding.ts'

/** Checks every table and column that a schema names against what one database has. */
export function checkCatalog(
  plan: SchemaPlan,
  definition: SchemaDefinition,
  source: string,
  catalog: Catalog,
): readonly Problem[] {
  const problems = new Problems()
  const report = (coordinate: string, message: string, suggestion: string) =>
    problems.add(coordinate, positionOf(definition, coordinate), message, suggestion)
  const keyed = typesFoundByKey(plan)

  for (const type of plan.types.values()) {
    const table = homeTable(type, source, catalog, report)
    if (table) checkRows(type, table, keyed.has(type.name), source, report)
    for (const field of type.fields.values()) checkBinding(field.bound, source, catalog, report)
  }
  return problems.list
}

type ReportAt = (coordinate: string, message: string, suggestion: string) => void

/** The types that a plain field finds by key: only there is the key of a home used. */
function typesFoundByKey(plan: SchemaPlan): Set<string> {
  const fields = [...plan.types.values()].flatMap(type => [...type.fields.values()])
  return new Set(fields.filter(({ bound }) => !bound).map(({ type }) => getNamedType(type).name))
}

function homeTable({ name, home }: TypePlan, source: string, catalog: Catalog, report: ReportAt): Table | undefined {
  const binding = home?.binding
  if (binding?.kind !== 'sql' || binding.source !== source || binding.from.kind !== 'table') return undefined
  const table = catalog.tables.get(binding.from.table)
  if (!table) {
    const suggestion = suggestOrList(binding.from.table, catalog.tables.keys(), 'tables')
    report(name, `the database "${source}" has no table "${binding.from.table}".`, suggestion)
  }
  return table
}

function checkRows(type: TypePlan, table: Table, keyed: boolean, source: string, report: ReportAt): void {
  const binding = type.home?.binding as SqlBinding
  if (keyed) for (const column of binding.keyColumns) checkColumn(type.name, column, table, report)
  for (const { column } of binding.where) checkColumn(type.name, column, table, report)
  for (const field of type.fields.values()) {
    if (field.bound) for (const { paths } of field.bound.key) checkPath(field, paths, table, source, report)
    else checkPath(field, field.paths, table, source, report)
  }
}

function checkPath(field: FieldPlan, paths: SourcePaths, table: Table, source: string, report: ReportAt): void {
  const [first] = paths.get(source) ?? []
  if (first?.kind === 'property') checkColumn(field.coordinate, first.name, table, report)
}

function checkBinding(bound: BoundPlan | undefined, source: string, catalog: Catalog, report: ReportAt): void {
  const binding = bound?.binding
  if (binding?.kind !== 'sql' || binding.source !== source || binding.from.kind !== 'table') return
  const table = catalog.tables.get(binding.from.table)
  if (!table) return
  const columns = [
    ...binding.keyColumns,
    ...binding.where.map(each => each.column),
    ...binding.orderBy.map(each => each.column),
  ]
  for (const column of new Set(columns)) checkColumn(binding.coordinate, column, table, report)
}

function checkColumn(coordinate: string, column: string, table: Table, report: ReportAt): void {
  if (table.columns.has(column)) return
  report(
    coordinate,
    `the table "${table.name}" has no column "${column}".`,
    suggestOrList(column, table.columns.keys(), 'columns'),
  )
}

function positionOf(definition: SchemaDefinition, coordinate: string) {
  return definition.positions.get(coordinate) ?? { file: definition.file, line: 1, column: 1 }
}
