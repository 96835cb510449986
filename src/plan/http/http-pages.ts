import type { Path } from '../path.ts'
import type { ValueTemplate } from '../template.ts'

/** How the upstream gives a long list in pages, and where an answer tells of the next one. */
export interface HttpPages {
  readonly style: PageStyle
  /** The parameter that takes how many items a page has at most. */
  readonly size: string | undefined
  /** The largest size that is asked for. */
  readonly max: number
  /** Where an answer says whether there are more items. */
  readonly hasMore: AnswerPlace | undefined
  /** Where an answer says how many items there are on all pages. */
  readonly total: AnswerPlace | undefined
  /** Most items and pages that one list is read from. */
  readonly maxItems: number
  readonly maxPages: number
}

/** What says which page is wanted. */
export type PageStyle =
  /** Its number, from `start` on. */
  | { readonly kind: 'page'; readonly parameter: string; readonly start: number }
  /** How many items are before it. */
  | { readonly kind: 'offset'; readonly parameter: string }
  /** A text of the upstream's own: in the answer, or as that parameter of the next page's URL. */
  | { readonly kind: 'cursor'; readonly parameter: string; readonly next: AnswerPlace; readonly isURL: boolean }
  /** A value of the last item before it. */
  | { readonly kind: 'item'; readonly parameter: string; readonly path: Path }
  /** The URL of the next page. */
  | { readonly kind: 'link'; readonly next: AnswerPlace }

/** A part of an HTTP answer. */
export type AnswerPlace =
  | { readonly kind: 'body'; readonly path: Path }
  /** The name is in lower case; one that is optional an answer may lack. */
  | { readonly kind: 'header'; readonly name: string; readonly optional?: true }
  /** The target of the Link header with the relation `next` (RFC 8288). */
  | { readonly kind: 'link' }

/** A page of the list is answered as a connection: what the client says of it. */
export interface HttpConnection {
  readonly first: ValueTemplate | undefined
  readonly after: ValueTemplate | undefined
}
