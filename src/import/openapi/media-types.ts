/** `application/json; charset=utf-8` is `application/json`. */
export function essenceOf(mediaType: string): string {
  return (mediaType.split(';')[0] ?? '').trim().toLowerCase()
}

/** `application/json`, `application/problem+json`; `*` stands for anything, which JSON is. */
export function isJson(mediaType: string): boolean {
  return /^(?:\*\/\*|application\/\*|application\/json|application\/[^/]+\+json)$/.test(essenceOf(mediaType))
}
