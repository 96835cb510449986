import { fetch } from 'undici'

/** For all of the document, in milliseconds. */
const TIMEOUT = 30_000
const MOST_BYTES = 64 * 1024 * 1024

export interface FetchedText {
  readonly text: string
  /** Where it is: behind the redirects, which are followed. */
  readonly url: string
}

/** Fetches a document that somebody at a terminal asks for; no call of the gateway. Throws Error with one line. */
export async function fetchText(
  url: string,
  headers: Readonly<Record<string, string>>,
  onProgress: (bytes: number) => void,
): Promise<FetchedText> {
  try {
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT) })
    if (!response.ok) throw new Error(`it answered ${response.status}`)
    const chunks: Uint8Array[] = []
    let bytes = 0
    for await (const chunk of response.body ?? []) {
      bytes += chunk.byteLength
      if (bytes > MOST_BYTES) throw new Error(`it has more than ${MOST_BYTES / 1024 / 1024} MiB`)
      chunks.push(chunk)
      onProgress(bytes)
    }
    return { text: new TextDecoder().decode(Buffer.concat(chunks)), url: response.url }
  } catch (cause) {
    throw new Error(`${withoutSecrets(url)} can't be read: ${reasonOf(cause)}`, { cause })
  }
}

/** A query may hold a key. */
function withoutSecrets(url: string): string {
  const { origin, pathname } = new URL(url)
  return `${origin}${pathname}`
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return `no answer within ${TIMEOUT / 1000} seconds`
  const { cause } = error
  if (!(cause instanceof Error)) return error.message
  return cause.message || String((cause as NodeJS.ErrnoException).code)
}
