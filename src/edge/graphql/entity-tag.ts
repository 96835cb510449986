import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { HttpAnswer } from '../server/http-answer.ts'
import { NO_STORE } from './answer-caching.ts'

/**
 * An answer to a GET that caches may keep, with a tag by which they ask whether it still holds; 304 where it does (RFC 9110, 8.8.3 and
 * 13.1.2). The tag is weak: the same answer may go out compressed.
 */
export function withEntityTag(answer: HttpAnswer, { method, headers }: IncomingMessage): HttpAnswer {
  const control = answer.headers['cache-control']
  if (method !== 'GET' || answer.status !== 200 || control === undefined || control === NO_STORE['cache-control'])
    return answer
  const etag = `W/"${createHash('sha1').update(answer.body).digest('base64url')}"`
  const told = { ...answer.headers, etag }
  if (!isKnown(headers['if-none-match'], etag)) return { ...answer, headers: told }
  return { status: 304, headers: told, body: '' }
}

function isKnown(asked: string | undefined, etag: string): boolean {
  if (asked === undefined) return false
  const tags = asked.split(',').map(each => each.trim().replace(/^W\//, ''))
  return tags.includes('*') || tags.includes(etag.replace(/^W\//, ''))
}
