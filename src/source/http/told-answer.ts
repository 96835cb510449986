import { headerText } from './header-text.ts'
import type { AnswerHeaders } from './receive.ts'

/** What an answer says beside its body, as `$response` reads it. */
export interface Response {
  readonly status: number
  /** By name in lower case; the values of one that came several times are one text (RFC 9110, 5.3). */
  readonly headers: Readonly<Record<string, string>>
}

/** What is read from an answer, with the status and headers that its objects are told. */
export class ToldAnswer {
  readonly value: unknown
  readonly response: Response

  constructor(value: unknown, response: Response) {
    this.value = value
    this.response = response
  }
}

/** The status and headers of an answer. */
export function responseOf({
  status,
  headers,
}: {
  readonly status: number
  readonly headers: AnswerHeaders
}): Response {
  const texts: Record<string, string> = Object.create(null)
  for (const name of Object.keys(headers)) {
    const text = headerText(headers, name)
    if (text !== undefined) texts[name] = text
  }
  return { status, headers: texts }
}
