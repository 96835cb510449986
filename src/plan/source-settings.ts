import type { Naming } from './naming.ts'

/** What one `@source` says, its templates evaluated; times in milliseconds. Each kind of source adds its own. */
export interface SourceSettings extends SourceTraits {
  /** As the table of kinds and the directive call it. */
  readonly kind: string
  readonly name: string
  /** Its URL as it is connected to, credentials included; empty where that is not known. */
  readonly address: string
  readonly naming: Naming
  /** The longest that one call may take. */
  readonly timeout: number
}

/** What plans depend on and the sources of a kind have in common. */
export interface SourceTraits {
  /** Whether its answers may hold the key of an object with a home instead of the object. */
  readonly answersKeys: boolean
  /** Whether objects stand inside of its objects. If not, only their keys do, and nothing inside of them is asked for. */
  readonly nestsObjects: boolean
  /** Whether its values may have notations of their own; if not, it converts them by its own types. */
  readonly hasNotations: boolean
}
