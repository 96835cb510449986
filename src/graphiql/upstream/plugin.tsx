import type { GraphiQLPlugin } from '@graphiql/react'
import { lazy, Suspense } from 'react'

/** Loaded when it is first opened. */
const Panel = lazy(async () => ({ default: (await import('./panel.tsx')).UpstreamPanel }))

const TITLE = 'Upstream'

/** The calls that the gateway has made for the last operation. */
export const UPSTREAM_PLUGIN: GraphiQLPlugin = {
  title: TITLE,
  icon: () => (
    <svg
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.4"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <path d="M2 4h8M7 10h5M7 16h11" />
    </svg>
  ),
  content: () => (
    <Suspense fallback={<p>…</p>}>
      <Panel />
    </Suspense>
  ),
}

/** Opens the panel by its button: what shows a hidden panel is GraphiQL's button alone, and nothing that a plug-in can call. */
export function openUpstream(page: Document): void {
  page.querySelector<HTMLButtonElement>(`.graphiql-sidebar [aria-label="Show ${TITLE}"]`)?.click()
}
