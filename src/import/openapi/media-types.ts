/** `application/json; charset=utf-8` is `application/json`. */
export function essenceOf(mediaType: string): string {
  return (mediaType.split(';')[0] ?? '').trim().toLowerCase()
}

export function isForm(mediaType: string): boolean {
  return essenceOf(mediaType) === 'application/x-www-form-urlencoded'
}

/** `application/json`, `application/problem+json`; `*` stands for anything, which JSON is. */
export function isJson(mediaType: string): boolean {
  return /^(?:\*\/\*|application\/\*|application\/json|application\/[^/]+\+json)$/.test(essenceOf(mediaType))
}

/** JSON that a request has to call by another name: `application/merge-patch+json`. */
export function isOtherJson(essence: string): boolean {
  return /^application\/[\w!#$&^.-]+\+json$/.test(essence)
}
