import type { Wire } from '../compose/wire.ts'
import type { SourceSettings } from '../plan/source-settings.ts'
import { type KeptExchange, type KeptFailure, keepExchanges } from '../source/http/http-wire.ts'
import type { ResultSet } from '../source/sql/dialect.ts'
import type { SqlValue } from '../source/sql/sql-value.ts'
import { keepStatements } from '../source/sql/sql-wire.ts'
import type { Structure } from '../source/structure.ts'

/** A statement with its answer, as the driver has given it. */
export interface RecordedStatement {
  readonly sql: string
  readonly parameters: readonly SqlValue[]
  readonly result: ResultSet
}

/** What one source was asked, and has answered. */
export interface RecordedSource {
  readonly name: string
  /** In the order in which they ended. */
  readonly exchanges: (KeptExchange | KeptFailure)[]
  readonly statements: RecordedStatement[]
  catalog: Structure | undefined
  /** Why a connection or a statement has failed; undefined where none has. */
  failure: unknown
}

/** Keeps what sources are asked while an operation runs. */
export class Recording {
  readonly sources: readonly RecordedSource[]
  /** What keeps it, by the source's name. */
  readonly wires: ReadonlyMap<string, Wire>
  /** Why the first call that was not answered failed; undefined where all were. */
  failure: unknown

  constructor(settings: Iterable<SourceSettings>) {
    const nothing = { catalog: undefined, failure: undefined }
    this.sources = [...settings].map(({ name }) => ({ name, exchanges: [], statements: [], ...nothing }))
    this.wires = new Map(this.sources.map(source => [source.name, this.#wireOf(source)]))
  }

  #wireOf(source: RecordedSource): Wire {
    const fail = (error: unknown) => {
      this.failure ??= error
    }
    const keep = (exchange: KeptExchange | KeptFailure) => source.exchanges.push(exchange)
    return {
      intercept: keepExchanges(keep, failure => {
        keep(failure)
        fail(failure.error)
      }),
      dialect: keepStatements({
        // The rows become what is read of them, in their place.
        onStatement: ({ sql, parameters }, result) =>
          source.statements.push({ sql, parameters, result: structuredClone(result) }),
        onFailure(error) {
          source.failure ??= error
          fail(error)
        },
        onCatalog(catalog) {
          source.catalog = catalog as Structure
        },
      }),
    }
  }
}

/** Whether nobody listens where the source is: none of its calls has come through. */
export function isDown({ exchanges, statements, catalog, failure }: RecordedSource): boolean {
  const isRefused = exchanges.length > 0 && exchanges.every(each => 'fault' in each && each.fault === 'refused')
  return isRefused || (failure !== undefined && !catalog && statements.length === 0)
}

/** Whether a call was not answered. */
export function hasFailed({ exchanges, failure }: RecordedSource): boolean {
  return failure !== undefined || exchanges.some(each => 'fault' in each)
}

/** Why what the source has said can't be kept; undefined where it can. */
export function unkeptFailure(source: RecordedSource): unknown {
  if (isDown(source)) return undefined
  const failures = source.exchanges.filter(each => 'fault' in each)
  const [failed] = failures.filter(({ fault }) => fault === undefined || fault === 'refused')
  return failed?.error ?? source.failure
}

/** Of what a database has, the tables that the statements may name. */
export function catalogOf({ catalog, statements }: RecordedSource): Structure {
  const tables = [...(catalog?.tables ?? [])].filter(([name, { id = [name] }]) =>
    statements.some(
      ({ sql, result }) =>
        sql.includes(id.at(-1) ?? name) || result.origins?.some(origin => origin?.table === id.at(-1)),
    ),
  )
  return { ...catalog, tables: new Map(tables) }
}
