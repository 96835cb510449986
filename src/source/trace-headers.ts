/** Headers by which an API is told whose call it is, in the place of those of the request; no answer depends on them. */
export type TraceHeaders = Readonly<Record<string, string>>
