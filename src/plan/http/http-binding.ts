import type { Path } from '../path.ts'
import type { Template, ValueTemplate } from '../template.ts'

export const HTTP_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
export type HttpMethod = (typeof HTTP_METHODS)[number]

/** What an `@http` directive on a field or type compiles to. */
export interface HttpBinding {
  readonly kind: 'http'
  readonly source: string
  /** Schema coordinate of the field or type that the directive stands on. */
  readonly coordinate: string
  readonly method: HttpMethod
  /** One template per path segment, relative to the source's base URL. */
  readonly path: readonly Template[]
  readonly query: readonly NamedTemplate[]
  /** The source's headers with the binding's own over them; names in lower case. */
  readonly headers: readonly NamedTemplate[]
  /** The JSON body. */
  readonly body: ValueTemplate | undefined
  /** Where in the answer the value stands. */
  readonly select: Path
  /** One call for all keys; `by` is the path in an item of the answer to the key that it answers. */
  readonly batch: { readonly by: Path } | undefined
  /** Whether the answer per key is a list. */
  readonly list: boolean
  /** A 404 to this call is null, no error. */
  readonly notFoundIsNull: boolean
  /** A mutation: no call that can't be made is passed over in silence. */
  readonly mutation: boolean
  /** Answers true on any 2xx, whatever its body. */
  readonly outcomeOnly: boolean
}

export interface NamedTemplate {
  readonly name: string
  readonly value: Template
}
