import { isJsonType, readMediaType } from '../../source/media-type.ts'

/** `application/json; charset=utf-8` is `application/json`. */
export function essenceOf(mediaType: string): string {
  return readMediaType(mediaType).type
}

export function isForm(mediaType: string): boolean {
  return essenceOf(mediaType) === 'application/x-www-form-urlencoded'
}

/** `application/json`, `application/problem+json`; `*` stands for anything, which JSON is. */
export function isJson(mediaType: string): boolean {
  const type = essenceOf(mediaType)
  return type === '*/*' || type === 'application/*' || isJsonType(type)
}

/** JSON that a request has to call by another name: `application/merge-patch+json`. */
export function isOtherJson(essence: string): boolean {
  return /^application\/[\w!#$&^.-]+\+json$/.test(essence)
}

/** JSON in lines: a list, as `content: NDJSON` reads it. */
export function isJsonLines(mediaType: string): boolean {
  return /^application\/(?:x-)?(?:ndjson|jsonl|json-lines|jsonlines|stream\+json)$/.test(essenceOf(mediaType))
}

/** A text that ends: events have no end. */
export function isText(mediaType: string): boolean {
  const type = essenceOf(mediaType)
  return (
    (type.startsWith('text/') && type !== 'text/event-stream') ||
    /^application\/(?:(?:x-)?yaml|xml|[\w.-]+\+(?:xml|yaml)|x-pem-file|javascript|sql|toml)$/.test(type)
  )
}
