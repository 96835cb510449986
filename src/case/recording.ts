import type { Wire } from '../compose/wire.ts'
import type { SourceSettings } from '../plan/source-settings.ts'
import { type KeptExchange, keepExchanges } from '../source/http/http-wire.ts'
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
  readonly exchanges: KeptExchange[]
  readonly statements: RecordedStatement[]
  catalog: Structure | undefined
}

/** Keeps what sources are asked while an operation runs. */
export class Recording {
  readonly sources: readonly RecordedSource[]
  /** What keeps it, by the source's name. */
  readonly wires: ReadonlyMap<string, Wire>
  /** The first call that was not answered. */
  failure: { readonly source: string; readonly error: unknown } | undefined

  constructor(settings: Iterable<SourceSettings>) {
    this.sources = [...settings].map(({ name }) => ({ name, exchanges: [], statements: [], catalog: undefined }))
    this.wires = new Map(this.sources.map(source => [source.name, this.#wireOf(source)]))
  }

  #wireOf(source: RecordedSource): Wire {
    const onFailure = (error: unknown) => {
      this.failure ??= { source: source.name, error }
    }
    return {
      intercept: keepExchanges(exchange => source.exchanges.push(exchange), onFailure),
      dialect: keepStatements({
        // The rows become what is read of them, in their place.
        onStatement: ({ sql, parameters }, result) =>
          source.statements.push({ sql, parameters, result: structuredClone(result) }),
        onFailure,
        onCatalog(catalog) {
          source.catalog = catalog as Structure
        },
      }),
    }
  }
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
