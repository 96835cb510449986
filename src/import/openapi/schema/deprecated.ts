import type { SdlDirective } from '../../sdl/sdl.ts'

/** A document marks what is deprecated and gives no reason apart from the description. */
export const DEPRECATED: SdlDirective = { name: 'deprecated', args: { reason: 'Deprecated by the API.' } }
