import { createServer } from 'node:http'
import { PgAggregatesPreset } from '@graphile/pg-aggregates'
import { postgraphile } from 'postgraphile'
import { makePgService } from 'postgraphile/adaptors/pg'
import { grafserv } from 'postgraphile/grafserv/node'
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber'
import { PostGraphileConnectionFilterPreset } from 'postgraphile-plugin-connection-filter'

/** As many as Sluice's `poolSize`. */
const CONNECTIONS = 20

const { PORT, DATABASE_URL } = process.env

/** Groups by months; without it there are hours and days. */
const MonthsPlugin = {
  name: 'MonthsPlugin',
  version: '1.0.0',
  after: ['PgAggregatesSpecsPlugin'],
  schema: {
    hooks: {
      build(build) {
        const { TYPES } = build.dataplanPg
        build.pgAggregateGroupBySpecs.push({
          id: 'truncated-to-month',
          isSuitableType: codec => codec === TYPES.timestamp || codec === TYPES.timestamptz,
          sqlWrap: text => build.sql`date_trunc('month', ${text})`,
          sqlWrapCodec: codec => codec,
        })
        return build
      },
    },
  },
}

const preset = {
  extends: [PostGraphileAmberPreset, PgAggregatesPreset, PostGraphileConnectionFilterPreset],
  plugins: [MonthsPlugin],
  pgServices: [makePgService({ connectionString: DATABASE_URL, poolConfig: { max: CONNECTIONS } })],
  grafserv: { graphiql: false, websockets: false, watch: false },
  grafast: { explain: false },
  schema: { defaultBehavior: '+connection +list' },
}

const server = createServer()
await postgraphile(preset).createServ(grafserv).addTo(server)
server.listen(Number(PORT), '127.0.0.1')
