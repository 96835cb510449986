import type { Collation } from '../../collation.ts'
import type { Statement } from '../dialect.ts'

/** Collations under which printable ASCII is compared letter by letter; others have letters of several characters. */
const PLAIN_ASCII =
  /^(?:(?:ascii|latin1|utf8|utf8mb3|utf8mb4)_(?:general|unicode|unicode_520|0900|uca1400)(?:_nopad)?(?:_a[is])?_c[is]|latin1_swedish_ci)$/

/**
 * The collation of a text column, by its name (MySQL, section "Collation Naming Conventions"); none for those that compare
 * code points without padding. Spaces at the end don't count but for MySQL's `0900` and MariaDB's `nopad`.
 */
export function mysqlCollation(name: string, charset: string): Collation | undefined {
  const ignoresPadding = !/_(?:nopad|0900)(?:_|$)/.test(name)
  const isBinary = name.endsWith('_bin')
  if (isBinary && !ignoresPadding) return undefined
  return {
    name,
    charset,
    ignoresCase: name.endsWith('_ci'),
    ignoresPadding,
    rulesCover: isBinary ? 'all' : PLAIN_ASCII.test(name) ? 'ascii' : 'none',
  }
}

const NAME = /^\w+$/
/** Under MariaDB's collations of several levels, texts that are equal may have different places in an order. */
const SEVERAL_LEVELS = /_uca1400_(?:.*_)?(?:as|cs)(?:_|$)/
const LIST = "json_table(?, '$[*]' columns (n for ordinality, t longtext path '$'))"

/**
 * A row per text: its position from 1, and its rank under the collation, or the first text that is equal to it; null where
 * the character set can't hold it.
 */
export function classifyMysqlTexts({ name, charset }: Collation, texts: readonly string[]): Statement | undefined {
  if (charset === undefined || !NAME.test(name) || !NAME.test(charset)) return undefined
  const isHeld = `convert(convert(k.t using ${charset}) using utf8mb4) = k.t collate utf8mb4_bin`
  const collated = `convert(k.t using ${charset}) collate ${name}`
  const list = JSON.stringify(texts)
  if (SEVERAL_LEVELS.test(name)) {
    const isEqual = `${collated} = convert(e.t using ${charset}) collate ${name}`
    const sql = `select k.n, min(e.n) from ${LIST} as k join ${LIST} as e on ${isEqual} where ${isHeld} group by k.n`
    return { sql, parameters: [list, list] }
  }
  const rank = `dense_rank() over (order by ${collated})`
  return { sql: `select k.n, case when ${isHeld} then ${rank} end from ${LIST} as k`, parameters: [list] }
}
