import type { ResultSet } from '../source/sql/dialect.ts'
import type { KeptCase } from './case.ts'
import { type KeptStatement, printValues, readCatalog, readKept } from './kept-statement.ts'
import { assertJson } from './parse-exchange.ts'
import { type Block, CaseSyntaxError, type Section, unexpectedBlock } from './read-sections.ts'

/** The line behind a statement with its values and how often it is sent. */
const VALUES_LINE = /^-- (\[.*\])(?: x([1-9]\d*))?$/

/** Reads `## kept NAME`: what the database has, then pairs of a statement and its answer. Throws CaseSyntaxError. */
export function parseKept(section: Section): KeptCase {
  const [catalog, ...blocks] = section.blocks
  if (!catalog) throw new CaseSyntaxError(section.line, '"## kept" needs a ```json block of what the database has')
  const statements: KeptStatement[] = []
  for (let at = 0; at < blocks.length; at += 2) {
    const statement = blocks[at] as Block
    const answer = blocks[at + 1]
    if (statement.info !== 'sql') throw unexpectedBlock(section, statement, ['sql'])
    if (!answer) throw new CaseSyntaxError(statement.line, 'this statement has no answer')
    const { columns = [], rows = [], ...rest } = readBlock(section, answer, readKept) as Partial<ResultSet>
    statements.push({ ...parseStatement(statement), result: { columns, rows, ...rest } })
  }
  return { name: section.words[0] ?? '', catalog: readBlock(section, catalog, readCatalog), statements }
}

function parseStatement(block: Block): Omit<KeptStatement, 'result'> {
  const lines = block.text.split('\n')
  const [, values, calls = '1'] = VALUES_LINE.exec(lines.at(-1) ?? '') ?? []
  if (values === undefined)
    throw new CaseSyntaxError(block.line, 'a statement ends with a line of its values, as in "-- [1, 2]" or "-- [] x3"')
  assertJson({ ...block, text: values })
  const parameters = printValues(readKept(values) as Parameters<typeof printValues>[0])
  return { sql: lines.slice(0, -1).join('\n'), parameters, calls: Number(calls) }
}

function readBlock<T>(section: Section, block: Block, read: (text: string) => T): T {
  if (block.info !== 'json') throw unexpectedBlock(section, block, ['json'])
  assertJson(block)
  return read(block.text)
}
