import { parseJson } from '../source/json.ts'
import type { Case, DatabaseCase, OperationCase, StatementsCase, UpstreamCase } from './case.ts'
import { DIALECTS, type Dialect, inDialect } from './dialects.ts'
import { assertJson, parseExchanges, parseHeaders } from './parse-exchange.ts'
import { parseKept } from './parse-kept.ts'
import { CaseSyntaxError, onlyBlock, readSections, type Section, unexpectedBlock } from './read-sections.ts'

/** How many words a heading takes after its kind: at least, at most. */
const SECTION_WORDS = new Map<string, readonly [number, number]>([
  ['schema', [0, 0]],
  ['resolvers', [0, 0]],
  ['environment', [0, 0]],
  ['config', [0, 0]],
  ['upstream', [1, 1]],
  ['database', [1, 2]],
  ['kept', [1, 1]],
  ['query', [0, 0]],
  ['variables', [0, 0]],
  ['headers', [0, 0]],
  ['bound', [0, 0]],
  ['answer', [0, 1]],
  ['statements', [1, 1]],
  ['problems', [0, 0]],
  ['log', [0, 0]],
])

/** The sections that belong to the query above them. */
const OPERATION_KINDS = ['query', 'variables', 'headers', 'bound', 'answer']

/** Reads a case document as README.md describes it. Throws CaseSyntaxError for the first mistake. */
export function parseCase(text: string): Case {
  const { title, sections } = readSections(text)
  checkHeadings(sections)
  const one = (kind: string) => sections.find(section => section.kind === kind)
  const all = (kind: string) => sections.filter(section => section.kind === kind)

  const schema = one('schema')
  const problems = one('problems')
  const resolvers = one('resolvers')
  const operations = parseOperations(sections)
  if (operations.length > 0 === (problems !== undefined))
    throw new CaseSyntaxError(1, 'a case has either "## query" and "## answer", or "## problems"')
  const environment = one('environment')
  const config = one('config')
  const log = one('log')
  return {
    title,
    schema: schema && onlyBlock(schema, 'graphql').text,
    resolvers: resolvers && onlyBlock(resolvers, 'ts').text,
    environment: environment ? parseEnvironment(environment) : {},
    config: config ? parseObject(config) : {},
    upstreams: all('upstream').map(parseUpstream),
    databases: all('database').map(parseDatabase),
    kept: all('kept').map(parseKept),
    dialects: dialectsOf(all('database')),
    statements: all('statements').map(parseStatements),
    operations,
    problems: problems && onlyBlock(problems, 'text').text,
    log: log ? linesOf(onlyBlock(log, 'text').text) : [],
  }
}

function checkHeadings(sections: readonly Section[]): void {
  const seen = new Set<string>()
  for (const { kind, words, line } of sections) {
    const allowed = SECTION_WORDS.get(kind)
    if (!allowed)
      throw new CaseSyntaxError(
        line,
        `there is no section "${kind}"; there are ${[...SECTION_WORDS.keys()].join(', ')}`,
      )
    if (words.length < allowed[0] || words.length > allowed[1])
      throw new CaseSyntaxError(
        line,
        `"## ${[kind, ...words].join(' ')}" has too ${words.length < allowed[0] ? 'few' : 'many'} words`,
      )
    if (OPERATION_KINDS.includes(kind)) continue
    const name = [kind, ...words.slice(0, 1)].join(' ')
    if (seen.has(name)) throw new CaseSyntaxError(line, `there are two sections "${name}"`)
    seen.add(name)
  }
}

function parseOperations(sections: readonly Section[]): OperationCase[] {
  const groups: Map<string, Section>[] = []
  for (const section of sections) {
    if (!OPERATION_KINDS.includes(section.kind)) continue
    if (section.kind === 'query') groups.push(new Map())
    const group = groups.at(-1)
    if (!group) throw new CaseSyntaxError(section.line, `"## ${section.kind}" stands before its "## query"`)
    if (group.has(section.kind))
      throw new CaseSyntaxError(section.line, `this query has a "## ${section.kind}" already`)
    group.set(section.kind, section)
  }
  return groups.map(group => {
    const query = group.get('query') as Section
    const answer = group.get('answer')
    if (!answer) throw new CaseSyntaxError(query.line, 'this query has no "## answer"')
    const variables = group.get('variables')
    const headers = group.get('headers')
    const [status = '200'] = answer.words
    if (!/^\d{3}$/.test(status)) throw new CaseSyntaxError(answer.line, `"${status}" is no HTTP status`)
    const bound = group.get('bound')
    const answerBlock = onlyBlock(answer, 'json')
    assertJson(answerBlock)
    const headersBlock = headers && onlyBlock(headers, 'http')
    return {
      query: onlyBlock(query, 'graphql').text,
      variables: variables && parseObject(variables),
      headers: headersBlock ? parseHeaders(linesOf(headersBlock.text), headersBlock.line) : {},
      status: Number(status),
      bound: bound && onlyBlock(bound, 'text').text.trim(),
      answer: answerBlock.text,
      answerLine: answerBlock.line,
    }
  })
}

function parseUpstream(section: Section): UpstreamCase {
  const [name = ''] = section.words
  const [first, second] = section.blocks
  if (first?.info === 'text' && first.text.trim() === 'refused') {
    if (second) throw new CaseSyntaxError(second.line, 'an upstream that refuses connections answers nothing')
    return { name, refused: true, exchanges: [] }
  }
  return { name, refused: false, exchanges: parseExchanges(section) }
}

function parseDatabase(section: Section): DatabaseCase {
  const [name = ''] = section.words
  const [first, second] = section.blocks
  if (!first) throw new CaseSyntaxError(section.line, `"## database ${name}" needs a \`\`\`sql block`)
  if (first.info === 'text' && first.text.trim() === 'down') {
    if (second) throw new CaseSyntaxError(second.line, 'a database that is down holds nothing')
    return { name, down: true, sql: emptySql() }
  }
  return { name, down: false, sql: parseSql(section) }
}

function parseStatements(section: Section): StatementsCase {
  const { sqlite, mariadb, postgres } = parseSql(section)
  const own = section.blocks.some(({ info }) => info === 'sql postgres')
  const numbered = linesOf(sqlite).map(line => inDialect('postgres', line))
  return {
    name: section.words[0] ?? '',
    sql: { sqlite: linesOf(sqlite), mariadb: linesOf(mariadb), postgres: own ? linesOf(postgres) : numbered },
  }
}

function emptySql(): Record<Dialect, string> {
  return { sqlite: '', mariadb: '', postgres: '' }
}

/** Per dialect, the blocks for all and those for it alone. */
function parseSql(section: Section): Record<Dialect, string> {
  const sql = emptySql()
  for (const block of section.blocks) {
    const dialects = DIALECTS.filter(dialect => block.info === 'sql' || block.info === `sql ${dialect}`)
    if (dialects.length === 0)
      throw unexpectedBlock(section, block, ['sql', ...DIALECTS.map(dialect => `sql ${dialect}`)])
    for (const dialect of dialects) sql[dialect] += `${block.text}\n`
  }
  return sql
}

function dialectsOf(databases: readonly Section[]): (Dialect | undefined)[] {
  if (databases.length === 0) return [undefined]
  let dialects: readonly Dialect[] = DIALECTS
  for (const { words, line } of databases) {
    const only = words[1]
    if (only === undefined) continue
    dialects = dialects.filter(dialect => dialect === only)
    if (dialects.length === 0)
      throw new CaseSyntaxError(line, `no dialect is left for this database; there are ${DIALECTS.join(', ')}`)
  }
  return [...dialects]
}

function parseEnvironment(section: Section): Record<string, string> {
  const block = onlyBlock(section, 'ini')
  const variables: Record<string, string> = Object.create(null)
  for (const line of linesOf(block.text)) {
    const match = /^(\w+)=(.*)$/.exec(line)
    if (!match) throw new CaseSyntaxError(block.line, `"${line}" is no variable; write "NAME=value"`)
    variables[match[1] ?? ''] = match[2] ?? ''
  }
  return variables
}

function parseObject(section: Section): Record<string, unknown> {
  const block = onlyBlock(section, 'json')
  assertJson(block)
  const value = parseJson(block.text)
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new CaseSyntaxError(block.line, `"## ${section.kind}" takes a JSON object`)
  return value as Record<string, unknown>
}

function linesOf(text: string): string[] {
  return text.split('\n').filter(line => line.trim() !== '')
}
