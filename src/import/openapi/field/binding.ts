import type { LiteralObject } from '../../sdl/sdl.ts'
import type { Operation } from '../document/operation.ts'

/** How a binding calls an operation: its source, where there are several, and its method with a URL. */
export function callOf({ source, method }: Operation, url: string): LiteralObject {
  return { ...(source === undefined ? {} : { source }), [method]: url }
}
