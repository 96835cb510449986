import type { Tracing } from './tracing.ts'

/** Where each copy of `@opentelemetry/api` 1.x finds what one of them has registered. */
const REGISTERED = Symbol.for('opentelemetry.js.api.1')

/**
 * Makes spans where somebody in this process has registered a tracer provider, and goes to that; undefined where nobody has, and then
 * nothing is loaded.
 */
export async function activeTracing(): Promise<Tracing | undefined> {
  if (!Object.hasOwn(globalThis, REGISTERED)) return undefined
  const { createTracing } = await import('./tracing.ts')
  return createTracing()
}
