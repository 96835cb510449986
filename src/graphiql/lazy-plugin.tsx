import type { GraphiQLPlugin } from '@graphiql/react'
import { type ComponentType, lazy, Suspense } from 'react'

interface LazyPlugin {
  readonly title: string
  /** An SVG path in a square of 20, drawn by its lines. */
  readonly icon: string
  readonly load: () => Promise<ComponentType>
}

/** A plug-in whose panel is loaded when it is first opened. */
export function lazyPlugin({ title, icon, load }: LazyPlugin): GraphiQLPlugin {
  const Content = lazy(async () => ({ default: await load() }))
  return {
    title,
    icon: () => (
      <svg
        viewBox="0 0 20 20"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        aria-hidden="true"
      >
        <path d={icon} />
      </svg>
    ),
    content: () => (
      <Suspense>
        <Content />
      </Suspense>
    ),
  }
}
