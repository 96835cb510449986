import { lazyPlugin } from '../lazy-plugin.tsx'

const TITLE = 'Upstream'

/** The calls that the gateway has made for the last operation. */
export const UPSTREAM_PLUGIN = lazyPlugin({
  title: TITLE,
  icon: 'M2 4h8v2H2zM6 9h7v2H6zM8 14h10v2H8z',
  load: async () => (await import('./upstream-panel.tsx')).UpstreamPanel,
})

/** Opens the panel by its button: what shows a hidden panel is GraphiQL's button alone, and nothing that a plug-in can call. */
export function openUpstream(page: Document): void {
  page.querySelector<HTMLButtonElement>(`.graphiql-sidebar [aria-label="Show ${TITLE}"]`)?.click()
}
