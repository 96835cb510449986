import type { Documents, Located } from './documents.ts'
import type { Answer, Body, Parameter } from './operation.ts'

/** What an operation and its path say; the parts that the editions of OpenAPI write in ways of their own are read from it. */
export interface OperationPlace {
  readonly documents: Documents
  /** The operation itself. */
  readonly operation: Located
  /** The lists of parameters that hold for it: those of its path first. */
  readonly parameters: readonly Located[]
}

/** How one edition of OpenAPI writes an operation. */
export interface Edition {
  /** Where the document's security schemes are. */
  readonly securitySchemes: readonly string[]
  /** Where what a document, path or operation says is called; `undefined` where it does not tell, or no source can call it. */
  server(holder: unknown, documentURL: string | undefined): string | undefined
  /** Whether a path or operation has a server of its own. */
  hasServer(holder: unknown): boolean
  /** One parameter of a URL or header; `undefined` for what is none. */
  parameter(located: Located, documents: Documents): Parameter | undefined
  /** What is sent; `undefined` for nothing. */
  body(place: OperationPlace): Body | undefined
  /** What one response says. */
  answer(response: Located, place: OperationPlace): Answer
}
