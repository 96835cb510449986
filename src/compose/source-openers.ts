import { checkCatalog } from '../compile/sql/catalog/check-catalog.ts'
import { needsKeys } from '../compile/sql/catalog/needs-keys.ts'
import { schemasOfSource } from '../compile/sql/catalog/schemas-named.ts'
import type { Log } from '../observe/log.ts'
import type { HttpSourceSettings } from '../plan/http/http-source-settings.ts'
import type { SourceSettings } from '../plan/source-settings.ts'
import type { SqlSourceSettings } from '../plan/sql/sql-source-settings.ts'
import type { Problem } from '../schema/problem.ts'
import { createHttpSource } from '../source/http/http-source.ts'
import { type CataloguedSource, withCatalog } from '../source/policy/catalogued-source.ts'
import { withCoalescing } from '../source/policy/coalesce.ts'
import type { MutationEpoch } from '../source/policy/mutation-epoch.ts'
import { createResilience } from '../source/policy/resilience.ts'
import type { Source } from '../source/source.ts'
import { createSqlSource } from '../source/sql/sql-source.ts'
import type { CompiledFile } from './compile-file.ts'

/** What a source is opened with, beside its settings. */
interface Surroundings {
  readonly file: CompiledFile
  readonly log: Log
  readonly epoch: MutationEpoch
  /** Whether the gateway still starts: what is wrong then is told by who starts it, not by the log. */
  readonly isStarting: () => boolean
}

/** Opens a source of one kind, which is not called yet. The settings are those that the kind has compiled. */
export interface SourceOpener {
  open(settings: SourceSettings, surroundings: Surroundings): Source | CataloguedSource<Problem>
}

const HTTP: SourceOpener = {
  open(settings: HttpSourceSettings, { log, epoch }) {
    const { name: source } = settings
    const onCircuit = (state: 'open' | 'closed') => {
      if (state === 'open') log.warn({ source }, 'the circuit is open: the source fails too often and is left alone')
      else log.info({ source }, 'the circuit is closed: the source answers again')
    }
    const coalesce = withCoalescing(source, epoch)
    const resilience = createResilience({ ...settings, onCircuit })
    return createHttpSource(settings, attempt => coalesce(resilience(attempt)))
  },
}

const SQL: SourceOpener = {
  open(settings: SqlSourceSettings, { file, log, isStarting }) {
    const { name, timeout } = settings
    const { plan, definition } = file
    const source = createSqlSource({
      ...settings,
      schemas: schemasOfSource(plan, name),
      keys: needsKeys(plan, name),
      onReplica(replica, err) {
        if (err === undefined) log.info({ source: name, replica }, 'a replica is back')
        else log.warn({ source: name, replica, err }, 'a replica can not be reached')
      },
    })
    return withCatalog(source, {
      name,
      timeout,
      check: catalog => checkCatalog(plan, definition, name, catalog),
      onBound(problems) {
        if (isStarting()) return
        // What is only a warning is for `check` to tell.
        for (const problem of problems.filter(({ severity }) => severity === 'error'))
          log.error({ source: name, ...problem }, 'the schema does not fit the database')
      },
      onUnbound: err => log.warn({ source: name, err }, 'the database can not be reached'),
    })
  },
}

/** How the sources of each kind are opened, by the name of the kind. */
export const SOURCE_OPENERS: ReadonlyMap<string, SourceOpener> = new Map([
  ['http', HTTP],
  ['sql', SQL],
])
