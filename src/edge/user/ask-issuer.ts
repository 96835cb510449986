import type { RequestAccount } from '../../observe/request-account.ts'
import { type CancelSignal, CancelSource } from '../../source/cancel.ts'
import { beginOwnCall } from '../../source/own-call.ts'
import { SourceError } from '../../source/source-error.ts'

/** Milliseconds for one request, with its answer. */
const TIMEOUT = 5_000

/** What is asked of an issuer. */
export interface IssuerRequest {
  readonly url: string
  /** The proxy on the way there; undefined for none. */
  readonly proxy: string | undefined
  /** What it is asked for, as spans, metrics and the log have it: the directive that says so. */
  readonly asker: '@jwt' | '@opaqueTokens'
  readonly headers: Readonly<Record<string, string>>
  /** What is posted; undefined for a GET. */
  readonly body?: string
  /** Bytes of the answer. */
  readonly mostBytes: number
}

/** Sends a request to an issuer, as one to a source is sent: its answer, whatever the status. Rejects where none comes, or one that is too large. */
export type SendToIssuer = (
  request: IssuerRequest,
  signal: CancelSignal,
) => Promise<{ readonly status: number; readonly body: Uint8Array }>

/**
 * Asks an issuer of tokens, and tells that to the account of the request that is the first to need it. Rejects where there is no answer
 * with status 200, or one that is too large.
 */
export async function askIssuer(
  request: IssuerRequest,
  send: SendToIssuer,
  account: RequestAccount | undefined,
): Promise<Uint8Array> {
  const { url, asker } = request
  const method = request.body === undefined ? 'GET' : 'POST'
  const record = beginOwnCall({ method, url, source: asker, coordinate: asker }, account?.observer)
  record?.beginTry()
  const late = new CancelSource()
  const timer = setTimeout(() => late.abort(new DOMException('it has not answered in time', 'TimeoutError')), TIMEOUT)
  let status: number | undefined
  try {
    const traceHeaders = record?.traceHeaders ?? account?.traceHeaders?.()
    const headers = { 'user-agent': 'sluice', ...request.headers, ...traceHeaders }
    const ask = () => send({ ...request, headers }, late)
    const answer = await (account ? account.within(ask) : ask())
    status = answer.status
    // Whoever a redirect leads to would be trusted too.
    if (status !== 200) throw new Error(`the issuer answered ${status}`)
    record?.endTry(undefined, status)
    record?.end(undefined)
    return answer.body
  } catch (error) {
    const failure = failureOf(error as Error, status, asker)
    record?.endTry(failure, status)
    record?.end(failure)
    throw error
  } finally {
    clearTimeout(timer)
  }
}

function failureOf(cause: Error, status: number | undefined, source: string): SourceError {
  const ofStatus = status === undefined || status === 200 ? 'connect' : status < 500 ? 'http_4xx' : 'http_5xx'
  const reason = cause.name === 'TimeoutError' ? 'timeout' : ofStatus
  return new SourceError('The issuer could not be asked.', { reason, source, cause })
}
