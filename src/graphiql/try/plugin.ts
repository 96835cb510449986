import { lazyPlugin } from '../lazy-plugin.tsx'

/** Paths of a schema, tried on an answer. */
export const TRY_PLUGIN = lazyPlugin({
  title: 'Try a path',
  icon: 'M4 3v9a3 3 0 0 0 3 3h8M12 11l4 4-4 4M4 7h7M11 5.5v3',
  load: async () => (await import('./try-panel.tsx')).TryPanel,
})
