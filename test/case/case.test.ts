import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'vitest'
import type { Case } from '../../src/case/case.ts'
import { parseCase } from '../../src/case/parse-case.ts'
import { runCase, runCaseBound, runCaseByGraphqlJs } from './run-case.ts'

const folder = import.meta.dirname
const files = globSync('*/**/*.md', { cwd: folder }).map(path => path.replaceAll('\\', '/'))

for (const [at, file] of files.sort().entries()) {
  const document = read(file)
  if (document instanceof Error) {
    test(file, () => {
      throw document
    })
    continue
  }
  // Each dialect has its turn.
  const bounded = document.dialects[at % document.dialects.length]
  if (isExecuted(document))
    test(`${document.title} (${file}, no more calls than planned)`, () => runCaseBound(document, bounded))
  for (const dialect of document.dialects) {
    const place = dialect === undefined ? file : `${file}, ${dialect}`
    test(`${document.title} (${place})`, () => runCase(document, dialect))
    if (isExecuted(document))
      test(`${document.title} (${place}, by graphql-js)`, () => runCaseByGraphqlJs(document, dialect))
  }
}

/** Whether every operation gets as far as an executor. */
function isExecuted({ problems, operations }: Case): boolean {
  return problems === undefined && operations.every(({ status }) => status === 200)
}

/** A document that can't be read fails by itself, not the others with it. */
function read(file: string): Case | Error {
  try {
    return parseCase(readFileSync(join(folder, file), 'utf8'))
  } catch (error) {
    return error as Error
  }
}
