/** A call of an API before it is sent. */
export interface HookedCall {
  /** As in `@source(name:)`. */
  readonly source: string
  /** Schema coordinate of the field or type whose binding makes the call. */
  readonly coordinate: string
  readonly method: string
  /** Absolute, with its query. */
  readonly url: string
  /** Names in lower case; without an access token, which is yet to come. */
  readonly headers: Readonly<Record<string, string>>
  /** The text that is sent. */
  readonly body: string | undefined
}

/** What an API has answered, before anything is read of it. */
export interface HookedAnswer extends Pick<HookedCall, 'source' | 'method' | 'url'> {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** The JSON of the body; a text, or a list, where the binding reads it as such. */
  // biome-ignore lint/suspicious/noExplicitAny: it is whatever the API answers.
  readonly body: any
}
