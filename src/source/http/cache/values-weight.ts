import { jsonWeight, MOST_WEIGHT } from '../../json-weight.ts'
import { atOnce, inSlices } from '../../slices.ts'
import { isUtf8 } from '../json-body.ts'
import { LONG_BODY } from '../response.ts'
import type { UpstreamAnswer } from '../send.ts'

/** Bytes that what has been read of an answer takes in memory beside its body, at most; counted in slices of the event loop. */
export async function valuesWeight({ json, body, contentType }: UpstreamAnswer): Promise<number> {
  if (json === undefined) return 0
  if (typeof json === 'string') return 2 * json.length
  if (!isUtf8(contentType)) return body.length * MOST_WEIGHT
  // The signs of JSON are the same in UTF-8 and Latin-1.
  const weight = jsonWeight(Buffer.from(body.buffer, body.byteOffset, body.length).toString('latin1'))
  return body.length < LONG_BODY ? atOnce(weight) : ((await inSlices(weight)) as number)
}
