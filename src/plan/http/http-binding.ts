import type { HTTP_OPTIONS } from '../../schema/source-options/http-options.ts'
import type { Binding } from '../binding.ts'
import type { Path } from '../path.ts'
import type { Expression, Template, ValueTemplate } from '../template.ts'
import type { HttpFailure } from './http-failure.ts'
import type { HttpConnection, HttpPages } from './http-pages.ts'

export const HTTP_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
export type HttpMethod = (typeof HTTP_METHODS)[number]

/** JSON as the content type says, or what the body is whatever it says: JSON, one text, or JSON in lines. */
export type HttpContent = (typeof HTTP_OPTIONS)['content']['values'][number]

/** What an `@http` directive on a field or type compiles to. */
export interface HttpBinding extends Binding {
  readonly kind: 'http'
  readonly method: HttpMethod
  /** Method and URL as the directive has them, with their expressions: what is told of a call, as values may be secrets. */
  readonly text: string
  /** One template per path segment, relative to the source's base URL. */
  readonly path: readonly Template[]
  readonly query: readonly NamedTemplate[]
  /** The parent's value that is the whole URL, instead of path and query. */
  readonly link: Expression | undefined
  /** The source's headers with the binding's own over them; names in lower case. */
  readonly headers: readonly NamedTemplate[]
  /** The JSON body. */
  readonly body: ValueTemplate | undefined
  /** The urlencoded body: its parameters, or an object of them. */
  readonly form: HttpForm | undefined
  /** What the body of an answer is. */
  readonly content: HttpContent
  /** Where in the answer the value stands. */
  readonly select: Path
  /** One call for many keys; undefined for a call per key. */
  readonly batch: HttpBatch | undefined
  /** What is added to every object of a key's answer, under its name upstream. */
  readonly with: readonly (readonly [name: string, value: ValueTemplate])[]
  /** Whether the answer per key is a list. */
  readonly list: boolean
  /** What is a failure, and what clients are shown of one. */
  readonly failure: HttpFailure
  /** How the list is read page by page; undefined for one call. */
  readonly pages: HttpPages | undefined
  /** The answer is one page for the client, not the whole list. */
  readonly connection: HttpConnection | undefined
  /** Statuses, beside 2xx, whose body is an answer. */
  readonly accept: readonly number[]
  /** Whether `select` reads status or headers, and not the body. */
  readonly selectsResponse: boolean
  /** Whether the objects of the answer are told its status and headers. */
  readonly tellsResponse: boolean
  /** A 404 to this call is null, no error. */
  readonly notFoundIsNull: boolean
  /** A mutation: no call that can't be made is passed over in silence. */
  readonly mutation: boolean
  /** Answers true on any 2xx and false on an accepted status, whatever the body. */
  readonly outcomeOnly: boolean
}

export type HttpForm =
  | { readonly kind: 'parameters'; readonly parameters: readonly NamedTemplate[] }
  | { readonly kind: 'object'; readonly value: ValueTemplate }

export interface HttpBatch {
  /** Where in a Key the values of `$batch` stand. */
  readonly keys: readonly number[]
  /** Where those of `$this` stand that the request reads: keys share a call where these are the same. */
  readonly group: readonly number[]
  readonly by: BatchBy
  /** Most keys of one call. */
  readonly size: number
}

/** How the answer to a batch tells what belongs to which key. */
export type BatchBy =
  /** Each item of a list has its key at these paths, one for each value of `$batch`. */
  | { readonly kind: 'paths'; readonly paths: readonly Path[] }
  /** An object with the answer of each key under the key. */
  | { readonly kind: 'key' }
  /** A list with the answer of each key, in the order of the keys. */
  | { readonly kind: 'index' }

export interface NamedTemplate {
  readonly name: string
  readonly value: Template
  /** Whether the value is an object, each of whose fields is a parameter; it has no name then. */
  readonly spread?: true
}
