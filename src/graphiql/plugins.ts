import type { GraphiQLPlugin } from '@graphiql/react'
import { HISTORY_PLUGIN } from 'graphiql'
import { SOURCES_PLUGIN } from './sources/plugin.ts'
import { UPSTREAM_PLUGIN } from './upstream/plugin.ts'

/** The plug-ins of the side bar, in their order below the documentation. */
export const plugins: GraphiQLPlugin[] = [HISTORY_PLUGIN, UPSTREAM_PLUGIN, SOURCES_PLUGIN]
