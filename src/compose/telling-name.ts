import { wordsOf } from '../import/name/words.ts'

/** Last words of what people call a thing by. */
const LABELS: ReadonlySet<string> = new Set(['name', 'title', 'label', 'subject', 'headline', 'caption'])

/** Last words of what machines call a thing by. */
const IDS: ReadonlySet<string> = new Set(['id', 'ids', 'uuid', 'guid', 'key', 'cursor'])

/** Words of what is nobody's business: of a person, or a secret. */
const PRIVATE: ReadonlySet<string> = new Set(
  `email mail phone telephone mobile fax address street zip postcode postal birth birthday birthdate dob ssn iban bic passport gender
  salary income ip password passwd pwd secret token salt hash credential credentials signature`.split(/\s+/),
)

/** A leaf field. */
interface Leaf {
  readonly name: string
  /** The name of its scalar or enum. */
  readonly type: string
  /** Whether it is never null. */
  readonly isThere: boolean
}

/** Whether a field with this name may stand in an example that somebody shows to others. */
export function isTellable(name: string): boolean {
  return !wordsOf(name).some(word => PRIVATE.has(word))
}

/** How much a field tells of a thing, the less the more: what it is called, what it always has, and at last its ids. */
export function tellingRank({ name, type, isThere }: Leaf): number {
  const last = wordsOf(name).at(-1) ?? ''
  if (type === 'ID' || IDS.has(last)) return 4
  return (isThere ? 0 : 2) + (LABELS.has(last) ? 0 : 1)
}
