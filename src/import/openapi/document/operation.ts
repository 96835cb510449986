import type { Located } from './documents.ts'

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
export type Method = (typeof METHODS)[number]

/** One operation of a document, with what its path says for all. */
export interface Operation {
  readonly method: Method
  /** Whether it is a field of Query. */
  readonly reads: boolean
  /** `/posts/{id}`, as in the document. */
  readonly path: string
  /** Where it is called: the URL of its own server, its path's or the document's; `undefined` where none tells it. */
  readonly server: string | undefined
  /** The name of its source, where there are several. */
  readonly source?: string
  /** `GET /posts/{id}`, for what is told of it. */
  readonly label: string
  readonly id: string | undefined
  readonly tags: readonly string[]
  readonly description: string | undefined
  readonly deprecated: boolean
  readonly parameters: readonly Parameter[]
  readonly body: Body | undefined
  readonly answer: Answer
  /** What its failures answer, as far as that is JSON. */
  readonly failures: readonly Located[]
  /** The statuses that the document has. */
  readonly statuses: readonly string[]
  /** The names of the security schemes that it takes: one of these lists. */
  readonly security: readonly (readonly string[])[]
}

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header' | 'cookie'
  readonly required: boolean
  readonly deprecated: boolean
  readonly description: string | undefined
  readonly style: string
  readonly explode: boolean
  /** `undefined` for one that is written as a media type says. */
  readonly schema: Located | undefined
  /** What it is as JSON, where it is written so. */
  readonly json?: Located | undefined
  /** Whether a value of it may be several segments of a path. */
  readonly isPath?: boolean
}

export interface Body {
  readonly required: boolean
  readonly mediaType: string
  readonly schema: Located
}

/** What a success answers: JSON, text, nothing, or something that no schema can say. */
export type Answer =
  | {
      readonly kind: 'json'
      readonly schema: Located
      /** The names of its headers, in lower case. */
      readonly headers: readonly string[]
      /** What the document gives as examples of it. */
      readonly examples: readonly unknown[]
      /** Successes that answer something else. */
      readonly others: readonly string[]
    }
  /** JSON in lines, of which the schema is one. */
  | { readonly kind: 'lines'; readonly schema: Located }
  | { readonly kind: 'text' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'other'; readonly mediaType: string }
