import type { GraphiQLPlugin } from '@graphiql/react'
import { HISTORY_PLUGIN } from 'graphiql'
import { PLAN_PLUGIN } from './plan/plugin.ts'
import { SOURCES_PLUGIN } from './sources/plugin.ts'
import { TRY_PLUGIN } from './try/plugin.ts'
import { UPSTREAM_PLUGIN } from './upstream/plugin.ts'

/** The plug-ins of the side bar, in their order below the documentation; those for who writes the schema, where the gateway shows its inside. */
export function pluginsFor(mayTrace: boolean): GraphiQLPlugin[] {
  return [
    HISTORY_PLUGIN,
    ...(mayTrace ? [PLAN_PLUGIN] : []),
    UPSTREAM_PLUGIN,
    SOURCES_PLUGIN,
    ...(mayTrace ? [TRY_PLUGIN] : []),
  ]
}
