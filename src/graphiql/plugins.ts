import type { GraphiQLPlugin } from '@graphiql/react'
import { HISTORY_PLUGIN } from 'graphiql'

/** The plug-ins of the side bar, in their order below the documentation. */
export const plugins: GraphiQLPlugin[] = [HISTORY_PLUGIN]
