import type { RequestAccount } from '../../observe/request-account.ts'
import { beginOwnCall } from '../../source/own-call.ts'
import { SourceError } from '../../source/source-error.ts'

/** Milliseconds for one request, with its answer. */
const TIMEOUT = 5_000

/** What is asked of an issuer. */
export interface IssuerRequest {
  readonly url: string
  /** What it is asked for, as spans, metrics and the log have it: the directive that says so. */
  readonly asker: '@jwt' | '@opaqueTokens'
  readonly headers: Readonly<Record<string, string>>
  /** What is posted; undefined for a GET. */
  readonly body?: string
  /** Bytes of the answer. */
  readonly mostBytes: number
}

/**
 * Asks an issuer of tokens, and tells that to the account of the request that is the first to need it. Rejects where there is no answer
 * with status 200, or one that is too large.
 */
export async function askIssuer(request: IssuerRequest, account: RequestAccount | undefined): Promise<Buffer> {
  const { url, asker } = request
  const method = request.body === undefined ? 'GET' : 'POST'
  const record = beginOwnCall({ method, url, source: asker, coordinate: asker }, account?.observer)
  record?.beginTry()
  let status: number | undefined
  try {
    const traceHeaders = record?.traceHeaders ?? account?.traceHeaders?.()
    const send = () => fetch(url, initOf(request, traceHeaders))
    const answer = await (account ? account.within(send) : send())
    status = answer.status
    const body = await readBody(answer, request.mostBytes)
    if (status !== 200) throw new Error(`the issuer answered ${status}`)
    record?.endTry(undefined, status)
    record?.end(undefined)
    return body
  } catch (error) {
    const failure = failureOf(error as Error, status, asker)
    record?.endTry(failure, status)
    record?.end(failure)
    throw error
  }
}

function initOf({ headers, body }: IssuerRequest, traceHeaders: Readonly<Record<string, string>> | undefined) {
  return {
    headers: { 'user-agent': 'sluice', ...headers, ...traceHeaders },
    ...(body !== undefined && { method: 'POST', body }),
    // Whoever the URL leads to would be trusted too.
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT),
  } as const
}

async function readBody(answer: Response, mostBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of answer.body ?? []) {
    length += chunk.length
    if (length > mostBytes) throw new Error(`the answer has more than ${mostBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function failureOf(cause: Error, status: number | undefined, source: string): SourceError {
  const ofStatus = status === undefined || status === 200 ? 'connect' : status < 500 ? 'http_4xx' : 'http_5xx'
  const reason = cause.name === 'TimeoutError' ? 'timeout' : ofStatus
  return new SourceError('The issuer could not be asked.', { reason, source, cause })
}
