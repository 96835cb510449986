import { TOKEN_TO_COME } from '../../../plan/http/oauth-settings.ts'
import type { CallObserver } from '../../call-record.ts'
import type { CancelSignal } from '../../cancel.ts'
import { raceSignal } from '../../time-limit.ts'
import type { HttpRequest } from '../request.ts'
import type { UpstreamAnswer } from '../send.ts'
import type { ClientToken } from './client-token.ts'

/** No access token could be had, so that nothing was sent. */
export class NoToken extends Error {
  override readonly name = 'NoToken'
}

/**
 * Sends a request with the source's access token, where it has no Authorization of its own; once more with a new one where the source does not
 * take it (401). What looks at calls is told of that for the token too. Rejects with NoToken, and with what `send` rejects with.
 */
export function sendWithToken(
  token: ClientToken | undefined,
  request: HttpRequest,
  observer: CallObserver | undefined,
  signal: CancelSignal,
  send: (request: HttpRequest) => Promise<UpstreamAnswer>,
): Promise<UpstreamAnswer> {
  return token && request.headers.get('authorization') === TOKEN_TO_COME
    ? sendBySource(token, request, observer, signal, send)
    : send(request)
}

async function sendBySource(
  token: ClientToken,
  request: HttpRequest,
  observer: CallObserver | undefined,
  signal: CancelSignal,
  send: (request: HttpRequest) => Promise<UpstreamAnswer>,
): Promise<UpstreamAnswer> {
  const text = await tokenText(token, observer, signal)
  const answer = await send(withToken(request, text))
  if (answer.status !== 401) return answer
  token.refuse(text)
  const next = await tokenText(token, observer, signal)
  return next === text ? answer : await send(withToken(request, next))
}

async function tokenText(
  token: ClientToken,
  observer: CallObserver | undefined,
  signal: CancelSignal,
): Promise<string> {
  const text = token.get(observer)
  if (typeof text === 'string') return text
  const noToken = (cause: unknown) => {
    throw new NoToken('no access token could be had', { cause })
  }
  return await raceSignal(text.catch(noToken), signal)
}

function withToken(request: HttpRequest, text: string): HttpRequest {
  return { ...request, headers: new Map(request.headers).set('authorization', `Bearer ${text}`) }
}
