/** How an upstream writes a value, where it is not as GraphQL has it: the `as` of `@map`. */
export const NOTATIONS = ['unix', 'unixMillis', 'rfc2822', 'utc', 'text', 'yesNo', 'commas', 'single', 'list'] as const

export type Notation = (typeof NOTATIONS)[number]
