import { parsePath } from '../../../src/plan/path.ts'
import type { SqlBinding } from '../../../src/plan/sql/sql-binding.ts'
import type { SqlComparison, SqlFilter } from '../../../src/plan/sql/sql-filter.ts'
import type { Expression, Template, ValueTemplate } from '../../../src/plan/template.ts'
import type { CallBudget } from '../../../src/source/call-budget.ts'
import type { CallRecord } from '../../../src/source/call-record.ts'
import type { Source } from '../../../src/source/source.ts'
import { SourceError } from '../../../src/source/source-error.ts'
import type { Key, Projection } from '../../../src/source/source-plan.ts'
import { createSqlSource } from '../../../src/source/sql/sql-source.ts'
import { callContext } from '../../support/call-context.ts'
import { clientOf } from '../../support/client.ts'

/** `{$args.path}`. */
export function arg(path: string, said: Omit<Expression, 'from'> = {}): Expression {
  return { from: { root: 'args', path: parsePath(path) }, ...said }
}

/** `{$batch.…}` by its position in the key. */
export function batch(index = 0): Expression {
  return { from: { root: 'batch', index } }
}

/** `{$headers.name}`. */
export function header(name: string): Expression {
  return { from: { root: 'headers', name } }
}

export function template(...parts: Template): ValueTemplate {
  return { kind: 'template', template: parts }
}

export function literal(value: unknown): ValueTemplate {
  return { kind: 'literal', value }
}

/** A column compared with a value. */
export function compare(column: string, value: ValueTemplate, operator: SqlComparison['operator'] = 'eq'): SqlFilter {
  return { kind: 'compare', column, operator, value }
}

/** All rows of `items` as a list, but for what is said otherwise. */
export function sqlBinding(said: Partial<SqlBinding> = {}): SqlBinding {
  return {
    kind: 'sql',
    source: 'db',
    coordinate: 'Query.items',
    from: { kind: 'table', table: 'items' },
    where: [],
    search: undefined,
    keyColumns: [],
    orderBy: [],
    clientOrder: undefined,
    limit: undefined,
    offset: undefined,
    page: undefined,
    aggregate: undefined,
    groups: undefined,
    through: undefined,
    list: true,
    scalar: false,
    write: undefined,
    execute: undefined,
    maxAge: undefined,
    maxRows: 10_000,
    maxResponseBytes: 2 ** 25,
    maxGroups: 1_000,
    maxFilterRelations: 3,
    ...said,
  }
}

export function query(...text: Template): SqlBinding['from'] {
  return { kind: 'query', text }
}

export async function openSource(
  url: string,
  said: { timeout?: number; poolSize?: number; connectTimeout?: number } = {},
): Promise<Source> {
  return await createSqlSource({ name: 'db', url, timeout: 30_000, ...said })
}

export interface LoadOptions {
  readonly select?: readonly string[]
  readonly projection?: Projection
  readonly args?: Readonly<Record<string, unknown>>
  readonly headers?: Readonly<Record<string, string>>
  readonly claims?: Readonly<Record<string, unknown>>
  readonly signal?: AbortSignal
  readonly deadline?: number
  readonly reports?: CallRecord[]
  /** Those of one request; a request of its own unless said. */
  readonly calls?: CallBudget
}

/** The slots, as the source gives them. */
export function loadSlots(source: Source, binding: SqlBinding, keys: readonly Key[] = [[]], said: LoadOptions = {}) {
  const { signal, deadline, headers = {}, claims, reports, calls } = said
  const call = callContext({
    ...(signal && { signal }),
    ...(deadline !== undefined && { deadline }),
    ...(calls && { calls }),
    client: clientOf(headers, claims),
    observer: reports && { onCall: record => void reports.push(record), onUnasked: () => undefined },
  })
  const projection = said.projection ?? new Map((said.select ?? ['id']).map(name => [name, new Map()]))
  return source.load({ binding, args: said.args ?? {}, projection }, keys, call)
}

/** The slots with errors as plain data that can be compared whole, and the statements that were sent. */
export async function load(source: Source, binding: SqlBinding, keys?: readonly Key[], said: LoadOptions = {}) {
  const reports: CallRecord[] = []
  const slots = await loadSlots(source, binding, keys, { ...said, reports })
  return { slots: slots.map(plain), sent: reports.map(report => report.text) }
}

export function plain(slot: unknown): unknown {
  if (!(slot instanceof SourceError)) return slot
  const { code, reason, message, retryable, source } = slot
  return { code, message, retryable, source, ...(reason && { reason }) }
}

export const DB_ERROR = {
  code: 'DOWNSTREAM_SERVICE_ERROR',
  reason: 'db_error',
  message: 'The database could not run the statement.',
  retryable: false,
  source: 'db',
}

export const DB_LOST = {
  code: 'DOWNSTREAM_SERVICE_ERROR',
  reason: 'db_lost',
  message: 'The database could not be reached.',
  retryable: true,
  source: 'db',
}
