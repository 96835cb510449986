import Negotiator from 'negotiator'
import { remembered } from '../../source/remembered.ts'

/** The content codings that answers may have (RFC 9110, 8.4.1; RFC 8878 for zstd), the one that is preferred first. */
const CODINGS = ['zstd', 'br', 'gzip'] as const

export type ContentCoding = (typeof CODINGS)[number]

/** The codings that a client takes, by preference. Without the header it may be any; what was not asked for is not sent. */
export function takenCodings(acceptEncoding: string | undefined): readonly ContentCoding[] {
  return acceptEncoding ? taken(acceptEncoding) : NONE
}

const NONE: readonly ContentCoding[] = []

const taken = remembered(header => {
  const accepted = new Negotiator({ headers: { 'accept-encoding': header } }).encodings([...CODINGS])
  return CODINGS.filter(coding => accepted.includes(coding))
})
