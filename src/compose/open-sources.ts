import { checkCatalog } from '../compile/catalog/check-catalog.ts'
import { needsKeys } from '../compile/catalog/needs-keys.ts'
import { schemasOfSource } from '../compile/catalog/schemas-named.ts'
import type { Log } from '../observe/log.ts'
import type { HttpSourceSettings, SqlSourceSettings } from '../plan/source-settings.ts'
import type { Problem } from '../schema/problem.ts'
import type { Policy } from '../source/call-policy.ts'
import type { Catalog } from '../source/catalog.ts'
import { createHttpSource } from '../source/http/http-source.ts'
import { type CataloguedSource, withCatalog } from '../source/policy/catalogued-source.ts'
import { withCoalescing } from '../source/policy/coalesce.ts'
import { createMutationEpoch } from '../source/policy/mutation-epoch.ts'
import { createResilience } from '../source/policy/resilience.ts'
import type { Source } from '../source/source.ts'
import { createSqlSource } from '../source/sql/sql-source.ts'
import type { CompiledFile } from './compile-file.ts'

export interface OpenSources extends AsyncDisposable {
  readonly all: ReadonlyMap<string, Source>
  /** Binds every database: what the schema asks of it that it does not have, or why it can't be reached. */
  bind(): Promise<ReadonlyMap<string, readonly Problem[] | Error>>
  /** `ok`, or why a database does not serve, by source name. */
  status(): Record<string, string>
}

/** Opens every source of a schema; none is called yet. */
export function openSources({ definition, plan }: CompiledFile, log: Log): OpenSources {
  const all = new Map<string, Source>()
  const databases = new Map<string, CataloguedSource<Problem>>()
  const epoch = createMutationEpoch()
  for (const settings of plan.sources.values()) {
    const { name } = settings
    if (settings.kind === 'http') all.set(name, epoch.watch(createHttpSource(settings, httpPolicy(settings))))
    else {
      const schemas = schemasOfSource(plan, name)
      const source = createSqlSource({
        ...settings,
        schemas,
        keys: needsKeys(plan, name),
        onReplica: (replica, err) => logReplica(log, { source: name, replica }, err),
      })
      databases.set(name, withCatalog(source, catalogOptions(settings)))
    }
  }
  for (const [name, source] of databases) all.set(name, epoch.watch(source))
  // What is wrong while the gateway starts is `bind`'s answer, not the log's.
  let starting = false

  function httpPolicy(settings: HttpSourceSettings): Policy {
    const { name } = settings
    const coalesce = withCoalescing(name, epoch)
    const resilience = createResilience({ ...settings, onCircuit: tellCircuit(name) })
    return attempt => coalesce(resilience(attempt))
  }

  function tellCircuit(source: string) {
    return (state: 'open' | 'closed') => {
      if (state === 'open') log.warn({ source }, 'the circuit is open: the source fails too often and is left alone')
      else log.info({ source }, 'the circuit is closed: the source answers again')
    }
  }

  function catalogOptions({ name, timeout }: SqlSourceSettings) {
    return {
      name,
      timeout,
      check: (catalog: Catalog) => checkCatalog(plan, definition, name, catalog),
      onBound: (problems: readonly Problem[]) => {
        if (starting) return
        for (const problem of problems) log.error({ source: name, ...problem }, 'the schema does not fit the database')
      },
      onUnbound: (err: unknown) => log.warn({ source: name, err }, 'the database can not be reached'),
    }
  }

  return {
    all,
    async bind() {
      starting = true
      const results = [...databases].map(async ([name, source]) => {
        const result = await source
          .bind()
          .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))))
        return [name, result] as const
      })
      const answers = new Map(await Promise.all(results))
      starting = false
      return answers
    },
    status: () => Object.fromEntries([...databases].map(([name, source]) => [name, source.status()])),
    async [Symbol.asyncDispose]() {
      await Promise.all([...all.values()].map(source => source[Symbol.asyncDispose]()))
    },
  }
}

function logReplica(log: Log, facts: object, err: unknown): void {
  if (err === undefined) log.info(facts, 'a replica is back')
  else log.warn({ ...facts, err }, 'a replica can not be reached')
}
