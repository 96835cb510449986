import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FILTER_OPERATORS } from '../../src/schema/filter-operators.ts'
import { CODE_TRAITS, REASON_TRAITS } from '../../src/source/source-error.ts'
import { type DocsTable, withTable } from './docs-table.ts'

const docs = join(import.meta.dirname, '../../docs')
const code = (text: string) => `\`${text}\``

const OPERANDS = { value: 'a value', list: 'a list', text: 'text', flag: '`true`, `false`' }

const OPERATORS: DocsTable = {
  header: ['operator', 'takes', 'finds'],
  rows: Object.entries(FILTER_OPERATORS).map(([name, { takes, takesNull, description }]) => [
    code(name),
    takesNull ? `${OPERANDS[takes]} or null` : OPERANDS[takes],
    description.replace(/(?<= )[%_\\](?= )/g, code),
  ]),
}

/** Reasons under their codes; a code stands with its first reason only. */
const ERRORS: DocsTable = {
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

test.for<[string, readonly DocsTable[]]>([
  ['schema-language/filters.md', [OPERATORS]],
  ['errors.md', [ERRORS]],
])('The tables of docs/%s are those of the code; `vitest run test/docs -u` writes them', async ([path, tables]) => {
  const file = join(docs, path)
  await expect(tables.reduce(withTable, readFileSync(file, 'utf8'))).toMatchFileSnapshot(file)
})
