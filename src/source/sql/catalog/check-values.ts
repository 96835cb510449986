import type { Column } from '../../catalog.ts'

interface Token {
  readonly kind: 'text' | 'name' | 'word' | 'sign'
  readonly text: string
}

const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?\*\/|\s+|'((?:[^']|'')*)'|"((?:[^"]|"")*)"|`((?:[^`]|``)*)`|([A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)|(::|[^\s])/gy

/** What a CHECK says that a column's values are. */
export interface CheckedValues {
  /** `VALUE` in that of a domain. */
  readonly column: string
  readonly values: readonly string[]
}

/**
 * The columns and their texts of each CHECK that is nothing but `column IN ('a', 'b')`, as its author wrote it or as PostgreSQL
 * prints it (`= ANY (ARRAY['a'::text])`), perhaps with `OR column IS NULL`.
 */
export function checkedValues(definition: unknown): readonly CheckedValues[] {
  const tokens = tokensOf(String(definition ?? ''))
  return tokens.flatMap((token, at) => (isWord(token, 'check') ? (valuesIn(groupAt(tokens, at + 1)) ?? []) : []))
}

/** All texts that a column's own CHECKs allow; undefined where they say none, or other texts are equal to these. */
export function checkedNames(definition: unknown, column: Column): readonly string[] | undefined {
  return namesAmong(checkedValues(definition), column)
}

export function namesAmong(checks: readonly CheckedValues[], column: Column): readonly string[] | undefined {
  if (column.kind !== 'text' || column.collation || column.typed) return undefined
  return checks[0]?.values
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = []
  for (const [, literal, double, backtick, word, sign] of text.matchAll(TOKEN)) {
    if (literal !== undefined) tokens.push({ kind: 'text', text: literal.replaceAll("''", "'") })
    else if (double !== undefined) tokens.push({ kind: 'name', text: double.replaceAll('""', '"') })
    else if (backtick !== undefined) tokens.push({ kind: 'name', text: backtick.replaceAll('``', '`') })
    else if (word !== undefined) tokens.push({ kind: 'word', text: word })
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign })
  }
  return tokens
}

/** The tokens within the parentheses that open there. */
function groupAt(tokens: readonly Token[], start: number): readonly Token[] {
  if (!isSign(tokens[start], '(')) return []
  let depth = 0
  for (let at = start; at < tokens.length; at++) {
    depth += Number(isSign(tokens[at], '(')) - Number(isSign(tokens[at], ')'))
    if (depth === 0) return tokens.slice(start + 1, at)
  }
  return []
}

function valuesIn(tokens: readonly Token[]): CheckedValues | undefined {
  const bare = withoutNull(
    withoutCasts(tokens).filter(token => !['(', ')', '[', ']'].some(sign => isSign(token, sign))),
  )
  const [column, operator, ...rest] = bare
  const isList = isWord(operator, 'in')
  const isAny = isSign(operator, '=') && isWord(rest[0], 'any') && isWord(rest[1], 'array')
  if ((column?.kind !== 'name' && column?.kind !== 'word') || !(isList || isSign(operator, '='))) return undefined
  const items = isAny ? rest.slice(2) : rest
  const fits = items.every((item, at) => (at % 2 === 0 ? item.kind === 'text' : isSign(item, ',')))
  const values = items.filter(({ kind }) => kind === 'text').map(({ text }) => text)
  if (!fits || items.length % 2 === 0 || (values.length > 1 && !isList && !isAny)) return undefined
  return { column: column.text, values: [...new Set(values)] }
}

/** `::character varying(20)[]` says nothing more. */
function withoutCasts(tokens: readonly Token[]): readonly Token[] {
  const kept: Token[] = []
  for (let at = 0; at < tokens.length; at++) {
    if (!isSign(tokens[at], '::')) {
      kept.push(tokens[at] as Token)
      continue
    }
    while (tokens[at + 1]?.kind === 'word') at++
    if (isSign(tokens[at + 1], '(')) at += groupAt(tokens, at + 1).length + 2
    while (isSign(tokens[at + 1], '[')) at += 2
  }
  return kept
}

/** A column that may be null may also say so. */
function withoutNull(tokens: readonly Token[]): readonly Token[] {
  const isNull = ([column, is, nothing]: readonly Token[]) =>
    (column?.kind === 'name' || column?.kind === 'word') && isWord(is, 'is') && isWord(nothing, 'null')
  if (isNull(tokens.slice(-3)) && isWord(tokens.at(-4), 'or') && tokens.at(-3)?.text === tokens[0]?.text)
    return tokens.slice(0, -4)
  if (isNull(tokens) && isWord(tokens[3], 'or') && tokens[4]?.text === tokens[0]?.text) return tokens.slice(4)
  return tokens
}

function isSign(token: Token | undefined, sign: string): boolean {
  return token?.kind === 'sign' && token.text === sign
}

/** Keywords have no case. */
function isWord(token: Token | undefined, word: string): boolean {
  return token?.kind === 'word' && token.text.toLowerCase() === word
}
