import { lazyPlugin } from '../lazy-plugin.tsx'

/** The calls that the operation in the editor would take. */
export const PLAN_PLUGIN = lazyPlugin({
  title: 'Plan',
  icon: 'M3 3h5v4H3zM12 8h5v4h-5zM12 14h5v4h-5zM5.5 7v9H12M5.5 10H12',
  load: async () => (await import('./plan-panel.tsx')).PlanPanel,
})
