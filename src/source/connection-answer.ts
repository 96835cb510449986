/** A connection as its fields read it (GraphQL Cursor Connections Specification). */
export interface ConnectionAnswer {
  readonly edges: readonly { readonly node: unknown; readonly cursor: string | undefined }[]
  readonly nodes: readonly unknown[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
  /** null where the upstream does not know. */
  readonly totalCount: number | null
  /** What is computed over the objects of all pages; absent where the schema asks for nothing. */
  readonly aggregate?: unknown
}
