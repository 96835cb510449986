import { type CallObserver, CallRecord } from './call-record.ts'
import { httpClient } from './http-client.ts'

/** What the gateway asks for itself, so that it can then ask or answer. */
export interface OwnCall {
  readonly method: 'GET' | 'POST'
  readonly url: string
  /** Whose call it is, as what is observed has it. */
  readonly source: string
  readonly coordinate: string
}

/** Begins what is told of a call that the gateway makes for itself: tokens, keys. Undefined where nobody looks. */
export function beginOwnCall(
  { method, url, source, coordinate }: OwnCall,
  observer: CallObserver | undefined,
): CallRecord | undefined {
  if (!observer) return undefined
  const { origin, pathname } = new URL(url)
  const onEnd = (record: CallRecord) => observer.onCall(record)
  const text = `${method} ${pathname}`
  const record = new CallRecord({ source, coordinate }, undefined, httpClient(origin), text, 1, onEnd)
  observer.onBegin?.(record)
  return record
}
