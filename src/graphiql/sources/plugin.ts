import { lazyPlugin } from '../lazy-plugin.tsx'

/** How the gateway and its sources are. */
export const SOURCES_PLUGIN = lazyPlugin({
  title: 'Sources',
  icon: 'M3 5c0-1.7 3.1-3 7-3s7 1.3 7 3v10c0 1.7-3.1 3-7 3s-7-1.3-7-3zM3 5c0 1.7 3.1 3 7 3s7-1.3 7-3M3 10c0 1.7 3.1 3 7 3s7-1.3 7-3',
  load: async () => (await import('./sources-panel.tsx')).SourcesPanel,
})
