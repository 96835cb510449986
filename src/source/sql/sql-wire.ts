import type { Catalog } from '../catalog.ts'
import type { Database, ResultSet, Run, SqlDialect, Statement } from './dialect.ts'

/** What stands between a source and its database: the dialect as the source is to see it. */
export type SqlWire = (dialect: SqlDialect) => SqlDialect

/** What is told of a database while it is asked. */
export interface StatementKeeper {
  onStatement(statement: Statement, result: ResultSet): void
  onFailure(error: unknown): void
  onCatalog(catalog: Catalog): void
}

/** Tells of every statement what it was answered, and of what the database has. */
export function keepStatements(keeper: StatementKeeper): SqlWire {
  // How the catalogue is read is no statement of an operation's.
  const ofCatalog = new WeakSet<Statement>()
  const watched = async (statement: Statement, answer: Promise<ResultSet>) => {
    try {
      const result = await answer
      if (!ofCatalog.has(statement)) keeper.onStatement(statement, result)
      return result
    } catch (error) {
      keeper.onFailure(error)
      throw error
    }
  }
  return dialect => {
    const read = async <T extends Catalog>(
      from: (run: Run, schemas: readonly string[]) => Promise<T>,
      run: Run,
      schemas: readonly string[],
    ) => {
      const catalog = await from(statement => {
        ofCatalog.add(statement)
        return run(statement)
      }, schemas)
      keeper.onCatalog(catalog)
      return catalog
    }
    return {
      ...dialect,
      open: options => watchDatabase(dialect.open(options), watched),
      readCatalog: (run, schemas) => read(dialect.readCatalog, run, schemas),
      readStructure: (run, schemas) => read(dialect.readStructure, run, schemas),
    }
  }
}

function watchDatabase(
  database: Database,
  watched: (statement: Statement, answer: Promise<ResultSet>) => Promise<ResultSet>,
): Database {
  return {
    execute: (statement, signal, calls) => watched(statement, database.execute(statement, signal, calls)),
    state: () => database.state(),
    async begin(signal, calls) {
      const transaction = await database.begin(signal, calls)
      return {
        execute: (statement, own) => watched(statement, transaction.execute(statement, own)),
        control: (sql, own) => transaction.control(sql, own),
        commit: own => transaction.commit(own),
        [Symbol.asyncDispose]: () => transaction[Symbol.asyncDispose](),
      }
    },
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  }
}

/** Answers from what was kept, and asks no database. `answer` throws for a statement that it does not know. */
export function answerStatements(catalog: Catalog, answer: (statement: Statement) => ResultSet): SqlWire {
  const execute = async (statement: Statement) => {
    statement.onSent?.()
    return answer(statement)
  }
  const database: Database = {
    execute,
    state: () => ({ inFlight: 0, waiting: 0 }),
    begin: async () => {
      const nothing = async () => undefined
      return { execute, control: nothing, commit: nothing, [Symbol.asyncDispose]: nothing }
    },
    [Symbol.asyncDispose]: async () => undefined,
  }
  return dialect => ({
    ...dialect,
    open: () => database,
    readCatalog: async () => catalog,
    readStructure: async () => catalog as never,
  })
}
