import { checkCatalog } from '../compile/sql/catalog/check-catalog.ts'
import { keyJoins } from '../compile/sql/catalog/key-joins.ts'
import { needsKeys } from '../compile/sql/catalog/needs-keys.ts'
import { schemasOfSource } from '../compile/sql/catalog/schemas-named.ts'
import type { SqlSourceSettings } from '../plan/sql/sql-source-settings.ts'
import { withCatalog } from '../source/policy/catalogued-source.ts'
import { ownQueries } from '../source/sql/own-queries.ts'
import { createSqlSource } from '../source/sql/sql-source.ts'
import type { SourceOpener } from './source-opener.ts'

export const SQL_OPENER: SourceOpener = {
  async open(settings: SqlSourceSettings, { file, log, isStarting, wire }) {
    const { name, timeout } = settings
    const { plan, definition } = file
    const source = await createSqlSource(
      {
        ...settings,
        ...(wire && { url: wire.url ?? settings.url, replicas: [] }),
        schemas: schemasOfSource(plan, name),
        keys: needsKeys(plan, name),
        joins: keyJoins(plan, name),
        onReplica(replica, err) {
          if (err === undefined) log.info({ source: name, replica }, 'a replica is back')
          else log.warn({ source: name, replica, err }, 'a replica can not be reached')
        },
        onReplaced() {
          log.info({ source: name }, 'the database file is another one now')
          bound.bind().catch(() => undefined)
        },
      },
      wire?.dialect,
    )
    const bound = withCatalog(source, {
      name,
      timeout,
      check: catalog => (wire?.isPartial ? [] : checkCatalog(plan, definition, name, catalog)),
      onBound(problems) {
        if (isStarting()) return
        // What is only a warning is for `check` to tell.
        for (const problem of problems.filter(({ severity }) => severity === 'error'))
          log.error({ source: name, ...problem }, 'the schema does not fit the database')
      },
      onUnbound: err => log.warn({ source: name, err }, 'the database can not be reached'),
    })
    return bound
  },
  client: (settings: SqlSourceSettings, coordinate, ask) => ownQueries(settings, coordinate, ask),
}
