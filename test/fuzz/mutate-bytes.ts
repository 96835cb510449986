import type { Random } from '../execute/random.ts'

const PIECES = ['\r\n', '\n', '\0', '\xff', '\xc3', '"', '{', '}', '[', ':', ',', ' ', '%', '0', '-', '\\u', '\x7f']

/** The same bytes with a few that are lost, doubled, changed or new. */
export function mutateBytes(random: Random, bytes: Buffer): Buffer {
  let mutated = bytes
  for (let left = random.int(1, 4); left > 0; left--) mutated = mutateOnce(random, mutated)
  return mutated
}

function mutateOnce(random: Random, bytes: Buffer): Buffer {
  const at = random.int(0, bytes.length)
  const end = Math.min(bytes.length, at + random.int(1, 12))
  const [before, part, after] = [bytes.subarray(0, at), bytes.subarray(at, end), bytes.subarray(end)]
  switch (random.int(0, 4)) {
    case 0:
      return Buffer.concat([before, after])
    case 1:
      return Buffer.concat([before, part, part, after])
    case 2:
      return Buffer.concat([before, Buffer.from(part.map(byte => byte ^ (1 << random.int(0, 7)))), after])
    case 3:
      return Buffer.from(before)
    default:
      return Buffer.concat([before, Buffer.from(random.pick(PIECES), 'latin1'), part, after])
  }
}
