/** What a call was answered with, before anything of it is selected or converted. */
export type CallAnswer =
  /** A JSON value. */
  | { readonly kind: 'json'; readonly value: unknown }
  /** A body that is no JSON, or that nobody has read: its text, or the start of that. */
  | { readonly kind: 'text'; readonly text: string }
  /** Rows of a statement, their values as the driver gives them. */
  | { readonly kind: 'rows'; readonly columns: readonly string[]; readonly rows: readonly (readonly unknown[])[] }
