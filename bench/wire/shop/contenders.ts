import { join } from 'node:path'
import { type Contender, PEERS, peer, sluice } from '../contenders.ts'
import { POSTGRAPHILE_QUERIES } from './postgraphile-queries.ts'
import { SHOP_WORKLOADS } from './workloads.ts'

const MODULES = join(import.meta.dirname, '../node_modules')
const ON_MARIADB = SHOP_WORKLOADS.filter(({ upstream }) => upstream === 'mariadb').map(({ name }) => name)

/** Each request asks something else than those under way: there is nothing to share. */
export const SHOP_CONTENDERS: readonly Contender[] = [
  sluice('sluice', 'Sluice', 'unshared'),
  peer(
    'postgraphile',
    'PostGraphile',
    'postgraphile.mjs',
    ['postgraphile', '@graphile/pg-aggregates', 'postgraphile-plugin-connection-filter'],
    { without: ON_MARIADB, queries: POSTGRAPHILE_QUERIES, environment: { GRAPHILE_ENV: 'production' } },
  ),
  peer('mercurius-jit', 'mercurius with jit and Kysely', 'mercurius.mjs', ['mercurius', 'graphql-jit', 'dataloader'], {
    environment: { JIT: '1' },
  }),
  peer('prisma', 'fastify and Prisma by hand', 'by-hand.mjs', ['@prisma/client', '@prisma/adapter-pg'], {
    without: ON_MARIADB,
    preparation: [join(MODULES, 'prisma/build/index.js'), 'generate', '--schema', join(PEERS, 'shop.prisma')],
    // Its client needs no engine; the command would load one all the same unless it is told of a file.
    environment: { SCHEMA: 'shop-prisma', PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' },
  }),
  peer('hand', 'fastify and Kysely by hand', 'by-hand.mjs', ['fastify', 'kysely', 'pg', 'mysql2']),
  peer('bare', 'node:http, from memory', 'node-http.mjs', [], { repeats: true }),
]
