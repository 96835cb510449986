import fc from 'fast-check'

/** A root field of a transaction over the table of `schema.ts`. */
export interface Field {
  readonly kind: 'add' | 'change' | 'mustChange' | 'put' | 'remove'
  readonly id: number
  readonly n: number
}

export type Items = ReadonlyMap<number, number>

/** What a transaction comes to: the items after it, and the answer as clients see it. */
export interface Outcome {
  readonly items: Items
  readonly data: Readonly<Record<string, unknown>> | null
  /** Response key and reason, or code, of each error. */
  readonly errors: readonly (readonly [string, string])[]
}

/** Few ids and values, so that they meet often; some are refused always. */
export const arbitraryFields: fc.Arbitrary<Field[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('add', 'change', 'mustChange', 'put', 'remove'),
    id: fc.integer({ min: 1, max: 6 }),
    n: fc.integer({ min: -1, max: 12 }),
  }),
  { minLength: 1, maxLength: 6 },
)

export function printTransaction(fields: readonly Field[]): string {
  const texts = fields.map(({ kind, id, n }, at) =>
    kind === 'remove' ? `f${at}: remove(id: ${id})` : `f${at}: ${kind}(id: ${id}, n: ${n}) { id n }`,
  )
  return `mutation @transaction { ${texts.join(' ')} }`
}

/** Does the fields one after the other; the first that fails leaves all as it was. */
export function playTransaction(before: Items, fields: readonly Field[]): Outcome {
  const items = new Map(before)
  const data: Record<string, unknown> = {}
  for (const [at, field] of fields.entries()) {
    const answer = play(items, field)
    if (answer instanceof Refused) return undone(before, fields, at, answer)
    data[`f${at}`] = answer
  }
  return { items, data, errors: [] }
}

class Refused {
  readonly reason: string

  constructor(reason: string) {
    this.reason = reason
  }
}

function play(items: Map<number, number>, { kind, id, n }: Field): unknown {
  const isThere = items.has(id)
  if (kind === 'remove') return items.delete(id)
  if (!isThere && kind === 'change') return null
  if (!isThere && kind === 'mustChange') return new Refused('wrong_shape')
  const isTaken = [...items].some(([otherId, other]) => otherId !== id && other === n)
  if (n < 0 || isTaken || (isThere && kind === 'add')) return new Refused('BAD_USER_INPUT')
  items.set(id, n)
  return { id: String(id), n }
}

function undone(before: Items, fields: readonly Field[], failed: number, { reason }: Refused): Outcome {
  const keys = fields.map((_, at) => `f${at}`)
  const isNull = fields.some(({ kind }) => kind === 'mustChange')
  return {
    items: before,
    data: isNull ? null : Object.fromEntries(keys.map(key => [key, null])),
    errors: keys.map((key, at) => [key, at === failed ? reason : 'db_rolled_back']),
  }
}
