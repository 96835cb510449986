import type { Random } from '../execute/random.ts'
import { randomNumber, randomText } from './random-texts.ts'

const NAMES = ['id', 'name', 'items', 'result', '__proto__', 'constructor', 'toString', '', 'a', '__typename', 'length']

/** JSON as text, so that it may have what no value has: members twice, and numbers of any size. */
export function randomJson(random: Random, depth = 4): string {
  if (random.chance(0.01)) return nested(random)
  if (depth <= 0 || random.chance(0.4)) return randomScalar(random)
  const length = random.chance(0.01) ? random.int(1_000, 5_000) : random.int(0, 4)
  const below = length > 100 ? 0 : depth - 1
  if (random.chance(0.4)) return `[${Array.from({ length }, () => randomJson(random, below)).join()}]`
  return `{${Array.from({ length }, () => `${JSON.stringify(nameOf(random))}:${randomJson(random, below)}`).join()}}`
}

function nameOf(random: Random): string {
  return random.chance(0.8) ? random.pick(NAMES) : randomText(random)
}

function randomScalar(random: Random): string {
  if (random.chance(0.3)) return randomNumber(random)
  return random.chance(0.5) ? JSON.stringify(randomText(random)) : random.pick(['null', 'true', 'false'])
}

function nested(random: Random): string {
  const depth = random.pick([50, 201, 5_000])
  const [open, close] = random.pick([
    ['[', ']'],
    ['{"a":', '}'],
    ['{"__proto__":', '}'],
  ] as const)
  return `${open.repeat(depth)}1${close.repeat(depth)}`
}
