import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { DATABASE_KINDS } from '../../src/plan/sql/database-kind.ts'
import { FILTER_OPERATORS } from '../../src/schema/filter-operators.ts'
import { CACHE_OPTIONS, HTTP_OPTIONS } from '../../src/schema/source-options/http-options.ts'
import type { OptionTable, SourceOption } from '../../src/schema/source-options/source-option.ts'
import { SQL_OPTIONS } from '../../src/schema/source-options/sql-options.ts'
import { CODE_TRAITS, REASON_TRAITS } from '../../src/source/source-error.ts'
import type { MarkdownTable } from '../support/markdown-table.ts'
import { withTable } from './docs-table.ts'

const docs = join(import.meta.dirname, '../../docs')
const code = (text: string | number | boolean) => `\`${text}\``

function optionsTable(kind: string, options: OptionTable): MarkdownTable {
  return {
    header: [`option of ${code(kind)}`, 'takes', 'default', 'meaning'],
    rows: Object.entries(options).map(([name, option]) => [
      code(name),
      valuesOf(option),
      defaultOf(option),
      option.see === undefined ? option.description : `${option.description} ([more](${option.see}))`,
    ]),
  }
}

/** A value; where a compiler of its own reads the option, a word for readers. */
function defaultOf(option: SourceOption): string {
  const { takes } = option
  return takes === 'text' || takes === 'list of texts' || takes === 'object'
    ? `${option.default}`
    : code(option.default)
}

function valuesOf(option: SourceOption): string {
  switch (option.takes) {
    case 'duration':
      return 'a time'
    case 'count': {
      const [least, most] = [option.least, option.most].map(bound => bound?.toLocaleString('en-US'))
      return most === undefined ? `${least} or more` : `${least} to ${most}`
    }
    case 'choice':
      return option.values.map(code).join(', ')
    case 'switch':
      return '`true`, `false`'
    case 'text':
      return 'text'
    default:
      return `${option.takes === 'object' ? 'an' : 'a'} ${option.takes}`
  }
}

const OPERANDS = { value: 'a value', list: 'a list', text: 'text', flag: '`true`, `false`', range: 'a range' }

const OPERATORS: MarkdownTable = {
  header: ['operator', 'takes', 'finds'],
  rows: Object.entries(FILTER_OPERATORS).map(([name, { takes, takesNull, description }]) => [
    code(name),
    takesNull ? `${OPERANDS[takes]} or null` : OPERANDS[takes],
    description.replace(/(?<= )[%_\\](?= )/g, code),
  ]),
}

const URLS: MarkdownTable = {
  header: ['database', 'URL'],
  rows: Object.entries(DATABASE_KINDS).map(([kind, { schemes, example }]) => [
    kind === 'MySQL' ? 'MySQL, MariaDB' : kind,
    schemes.map(scheme => code(example(scheme))).join(' or '),
  ]),
}

/** Reasons under their codes; a code stands with its first reason only. */
const ERRORS: MarkdownTable = {
  header: ['code', 'reason', 'when'],
  rows: [
    ...Object.entries(REASON_TRAITS).map(([reason, { code: of, when }], index, all) => [
      all[index - 1]?.[1].code === of ? '' : code(of),
      code(reason),
      when,
    ]),
    ...Object.entries(CODE_TRAITS).map(([name, { when }]) => [code(name), '', when]),
  ],
}

test.for<[string, readonly MarkdownTable[]]>([
  [
    'schema-language/source.md',
    [
      optionsTable('http', { ...HTTP_OPTIONS, 'cache.maxBytes': CACHE_OPTIONS.maxBytes }),
      optionsTable('sql', SQL_OPTIONS),
      URLS,
    ],
  ],
  ['schema-language/filters.md', [OPERATORS]],
  ['errors.md', [ERRORS]],
])('The tables of docs/%s are those of the code; `vitest run test/docs -u` writes them', async ([path, tables]) => {
  const file = join(docs, path)
  await expect(tables.reduce(withTable, readFileSync(file, 'utf8'))).toMatchFileSnapshot(file)
})
