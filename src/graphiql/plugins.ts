import type { GraphiQLPlugin } from '@graphiql/react'
import { HISTORY_PLUGIN } from 'graphiql'
import { UPSTREAM_PLUGIN } from './upstream/plugin.tsx'

/** The plug-ins of the side bar, in their order below the documentation. */
export const plugins: GraphiQLPlugin[] = [HISTORY_PLUGIN, UPSTREAM_PLUGIN]
